package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static io.slackwater.app.Shell.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.repository.TreeEntry;
import io.slackwater.restore.RestoreTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The label slackwater.files.exclude on a real container, with real restic. */
class ExcludedFilesIT {

    private static final String PROJECT = "switexclude";
    private static final String FILES = PROJECT + "-files-1";
    private static final String RESTORED = PROJECT + "-restored";
    private static final String ID = PROJECT + ".files.srv-files";

    @TempDir
    Path directory;

    @BeforeEach
    @AfterEach
    void remove() {
        Stack.remove(PROJECT);
        sh("docker volume rm -f " + RESTORED + " >/dev/null");
    }

    private static void label(String exclude) {
        sh("docker rm -f " + FILES + " >/dev/null 2>&1; docker run -d" + Stack.labels(PROJECT, "files") + " --init "
                + (exclude.isEmpty() ? "" : "--label 'slackwater.files.exclude=" + exclude + "'") + " -v " + PROJECT
                + "-data:/srv/files debian:trixie-slim sh -c 'mkdir -p /srv/files/logs /srv/files/a/b/node_modules /srv/files/keep;"
                + " echo 1 >/srv/files/logs/x; echo 2 >/srv/files/a/b/node_modules/y; echo 3 >/srv/files/a/b/z.tmp; echo 4 >/srv/files/keep/file;"
                + " : >/srv/files/keep/written; exec sleep infinity'");
        until("docker exec " + FILES + " rm /srv/files/keep/written");
    }

    @Test
    void excludedFilesAreNeitherStoredNorRestoredAndTheLabelCanChange() throws Exception {
        label("logs, **/node_modules, a/b/*.tmp");
        try (AppHarness harness = AppHarness.of(directory, PROJECT)) {
            harness.look();
            RunRecord first = harness.settled().stream()
                    .filter(run -> run.dataset().equals(ID))
                    .findFirst()
                    .orElseThrow();
            assertSucceeded(first);
            assertThat(first.message())
                    .as("the remark of status and of the list of snapshots")
                    .contains("'logs, **/node_modules, a/b/*.tmp': excluded by the label slackwater.files.exclude");
            assertThat(stored(harness, first)).containsExactlyInAnyOrder("keep/file");
            RestoreRecord restored = harness.restore(ID, new RestoreTarget.Volume(RESTORED));
            assertThat(restored.state()).as(restored.toString()).isEqualTo(RestoreRecord.State.SUCCEEDED);
            assertThat(sh("docker run --rm -v " + RESTORED + ":/r debian:trixie-slim find /r -type f"))
                    .isEqualTo("/r/keep/file");

            label("");
            RunRecord all = again(harness);
            assertSucceeded(all);
            assertThat(all.message()).isEmpty();
            assertThat(stored(harness, all))
                    .containsExactlyInAnyOrder("keep/file", "logs/x", "a/b/node_modules/y", "a/b/z.tmp");

            label("**/z.*, logs/*");
            RunRecord some = again(harness);
            assertSucceeded(some);
            assertThat(stored(harness, some)).containsExactlyInAnyOrder("keep/file", "a/b/node_modules/y");

            label("logs, a, k*");
            RunRecord none = again(harness);
            assertThat(none.state()).isEqualTo(RunState.FAILED);
            assertThat(none.cause()).isEqualTo(EndCause.SOURCE_INVALID);
            assertThat(none.message()).contains("slackwater.files.exclude='logs, a, k*' excludes all files below");

            label("logs");
            assertSucceeded(again(harness));
        }
    }

    private static RunRecord again(AppHarness harness) throws InterruptedException {
        harness.look();
        harness.settled();
        return harness.backup(ID);
    }

    static List<String> stored(AppHarness harness, RunRecord run) throws Exception {
        List<String> files = new ArrayList<>();
        harness.app.repository("critical").contents().list(run.snapshot().orElseThrow(), (TreeEntry entry) -> {
            if (entry.isFile()) {
                files.add(entry.path().replaceFirst(".*/_data/", ""));
            }
        });
        return files;
    }

    private static void assertSucceeded(RunRecord run) {
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
    }
}
