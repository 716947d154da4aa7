package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.kind.RestoreException;
import io.slackwater.repository.Failure;
import org.junit.jupiter.api.Test;

class SnapshotTreeTest {

    @Test
    void aResticFailureInAHelperNamesStepAndRemedyWithoutTheCommand() {
        RestoreException failed = SnapshotTree.failed(
                "restoring snapshot 4f3c2a1b of repository critical into volume files-restored", """
                {"message_type":"error","error":{"message":"ciphertext verification failed"},"during":"restore","item":"/data/a"}
                {"message_type":"exit_error","code":1,"message":"Fatal: There were 1 errors\\n"}
                """);
        assertThat(failed.getMessage())
                .startsWith("restoring snapshot 4f3c2a1b of repository critical into volume files-restored failed: ")
                .contains("/data/a: ciphertext verification failed", "Run restic check on the repository")
                .doesNotContain("{", "message_type");
        assertThat(failed.failure()).contains(Failure.DAMAGED);
    }
}
