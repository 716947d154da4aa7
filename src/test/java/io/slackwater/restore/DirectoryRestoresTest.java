package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.docker.ExecResult;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Restores into directories below the roots of the policy. */
class DirectoryRestoresTest extends RestoreWorld {

    @Test
    void aDirectoryIsConfirmedAndFilled() throws Exception {
        Path target = directory.toRealPath().resolve("restores/new");
        ExecResult deviceAndInode = new ExecResult(0, "64:17\n", "");
        docker.answers.addAll(List.of(deviceAndInode, deviceAndInode));
        RestoreRecord restore = restore(CACHE, new RestoreTarget.Directory(target));
        assertThat(restore.state()).as(restore.message()).isEqualTo(State.SUCCEEDED);
        assertThat(restore.target()).isEqualTo("directory " + target);
        assertThat(docker.mount("target/dump.rdb")).exists();
    }

    @Test
    void aDirectoryThatWasReplacedIsNotWrittenInto() throws Exception {
        Path target = directory.toRealPath().resolve("restores/new");
        docker.answers.addAll(List.of(new ExecResult(0, "64:17\n", ""), new ExecResult(0, "64:18\n", "")));
        RestoreRecord restore = restore(CACHE, new RestoreTarget.Directory(target));
        assertThat(restore.message()).contains("was replaced by another directory");
        assertThat(docker.mount("target")).isEmptyDirectory();
    }

    @Test
    void aDirectoryThatTheHelperRefusesIsNotUsed() throws Exception {
        Path target = directory.toRealPath().resolve("restores/new");
        docker.answers.add(new ExecResult(10, "", ""));
        assertThatThrownBy(() -> restores.start(ADMIN, CACHE, "latest", new RestoreTarget.Directory(target)))
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessageContaining(target + " is reached through a symbolic link");
        docker.answers.add(new ExecResult(14, "", ""));
        assertThatThrownBy(() -> restores.start(ADMIN, CACHE, "latest", new RestoreTarget.Directory(target)))
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FAILED));
        docker.answers.add(new ExecResult(1, "", "sh: broken"));
        assertThatThrownBy(() -> restores.start(ADMIN, CACHE, "latest", new RestoreTarget.Directory(target)))
                .hasMessageContaining("opening directory " + target + " failed: sh: broken");
        assertThatThrownBy(() ->
                        restores.start(ADMIN, CACHE, "latest", new RestoreTarget.Directory(Path.of("/etc/cron.d"))))
                .hasMessageContaining("restores go below");
    }

    @Test
    void aRootThatIsNotUsableIsReportedBeforeARestoreNeedsIt() throws Exception {
        docker.answers.add(new ExecResult(0, "", ""));
        assertThat(directories.problems()).isEmpty();
        docker.answers.add(new ExecResult(23, "1000 755\n", ""));
        assertThat(directories.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("has owner and mode 1000 755", "chmod 0700"));
        docker.answers.add(new ExecResult(1, "", "sh: broken"));
        assertThat(directories.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("opening directory", "sh: broken"));
    }
}
