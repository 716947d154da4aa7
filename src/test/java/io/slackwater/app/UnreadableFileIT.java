package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.repository.Snapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that even root cannot read, as with a bad block of the disk or a missing capability. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class UnreadableFileIT {

    private static final String PROJECT = "swunreadable";

    @TempDir
    Path directory;

    private String file = "";

    @BeforeEach
    void start() {
        Stack.remove(PROJECT);
        Stack.volume(PROJECT, "files");
        Stack.volume(PROJECT, "calm");
        String root = sh("docker volume inspect -f {{.Mountpoint}} " + PROJECT + "-files-data");
        file = root + "/invoice.pdf";
        // Reading a process' memory from its beginning is an input/output error, for everybody.
        sh("touch " + file + " && mount --bind /proc/" + ProcessHandle.current().pid() + "/mem " + file);
    }

    @AfterEach
    void stop() {
        sh("umount " + file + " || true");
        Stack.remove(PROJECT);
    }

    @Test
    void anUnreadableFileFailsTheRunWithItsPathAndRemedy() throws Exception {
        try (AppHarness harness = AppHarness.of(directory, PROJECT)) {
            harness.look();
            List<RunRecord> runs = harness.settled();
            RunRecord failed = of(runs, "files");
            assertThat(failed.state()).as(failed.message()).isEqualTo(RunState.FAILED);
            assertThat(failed.message()).contains(file, "Make the files readable", "DAC_READ_SEARCH", "exclude");
            assertThat(of(runs, "calm").state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(harness.app.journal().verdicts().of(failed.dataset())).isEmpty();
            assertThat(sh("docker inspect -f {{.State.Paused}} " + PROJECT + "-files-1"))
                    .isEqualTo("false");

            sh("umount " + file);
            RunRecord run = harness.backup(failed.dataset());
            assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
            harness.settled();
            // What restic had stored of the broken one is forgotten.
            assertThat(harness.app.repository("critical").snapshots("plan:" + failed.dataset()))
                    .extracting(Snapshot::stableId)
                    .containsExactly(run.snapshot().orElseThrow());
        }
    }

    private static RunRecord of(List<RunRecord> runs, String service) {
        return runs.stream()
                .filter(run -> run.dataset().startsWith(PROJECT + "." + service))
                .findFirst()
                .orElseThrow();
    }
}
