package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slackwater.docker.ExecResult;
import io.slackwater.docker.HelperContainer;
import io.slackwater.docker.HelperRequest;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.kind.RestoreException;
import io.slackwater.repository.Failure;
import io.slackwater.repository.StandInRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTreeTest {

    @TempDir
    Path directory;

    @Test
    void aResticFailureInAHelperNamesStepAndRemedyWithoutTheCommand() throws Exception {
        RunRecord run = RunRecords.stored(RunRecords.queued("r1", "shop.web.files", RunRecords.T0), "4f3c2a1b55", 1);
        SnapshotTree tree = new SnapshotTree(
                new ChosenSnapshot(RunRecords.verdict(run, RunRecords.T0), new StandInRepository("critical")),
                Optional.of(new RepositoryAccess.Mounted(Path.of("/repos/critical"), Path.of("/keys/critical.key"))));
        LocalHelpers docker = new LocalHelpers(directory);
        docker.answers.add(new ExecResult(1, "", """
                {"message_type":"error","error":{"message":"ciphertext verification failed"},"during":"restore","item":"/data/a"}
                {"message_type":"exit_error","code":1,"message":"Fatal: There were 1 errors\\n"}
                """));
        RestoreException failed;
        try (HelperContainer helper = docker.helper(new HelperRequest("restore", List.of(), List.of()))) {
            HelperMount mount = new HelperMount(helper, "/restored/files", "volume files-restored");
            failed = catchThrowableOfType(RestoreException.class, () -> tree.write(mount));
        }
        assertThat(failed.getMessage())
                .startsWith("restoring snapshot 4f3c2a1b of repository critical into volume files-restored failed: ")
                .contains("/data/a: ciphertext verification failed", "Run restic check on the repository")
                .doesNotContain("{", "message_type");
        assertThat(failed.failure()).contains(Failure.DAMAGED);
    }
}
