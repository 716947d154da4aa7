package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResticTest {

    @TempDir
    Path root;

    @Test
    void aPanicOfResticIsReportedWithoutItsStack() throws Exception {
        ResticWorld world = new ResticWorld(root);
        Path panicking = world.script("panicking", """
                {
                  for i in $(seq 50); do echo "Load(<data/$i>) returned error, retrying after 1s: EOF"; done
                  echo 'panic: runtime error: invalid memory address or nil pointer dereference'
                  echo '[signal SIGSEGV: segmentation violation code=0x1 addr=0x18 pc=0x9a3f52]'
                  printf '\\ngoroutine 1 [running]:\\n'
                  for i in $(seq 100); do printf 'main.frame%d(...)\\n\\t/src/main.go:%d +0x1d\\n' $i $i; done
                } >&2
                exit 2
                """);
        Repository repository = new ResticWorld(root, panicking.toString()).repository();

        RepositoryException failure = catchThrowableOfType(RepositoryException.class, repository::open);

        assertThat(failure.failure()).isEqualTo(Failure.OTHER);
        assertThat(failure.getMessage())
                .contains("panic: runtime error: invalid memory address or nil pointer dereference", "[restic exit 2]")
                .doesNotContain("goroutine", "main.frame", "main.go");
    }
}
