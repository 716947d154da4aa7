package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A full disk of Backrest or of a repository: the same for every Backrest. */
interface FullDiskContract {

    BackrestScene scene();

    @Test
    default void backupsAreMadeWhenTheDiskOfBackrestIsFull() throws Exception {
        BackrestScene scene = scene();
        scene.backrest.fillOwnDisk(true);
        try {
            for (String dataset : List.of(scene.app, scene.files(), scene.app)) {
                BackrestScene.assertSucceeded(scene.harness.backup(dataset));
            }
            Awaitility.await("the alarm").atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                scene.harness.look();
                assertThat(scene.raised())
                        .as("the alarm names the disk")
                        .anySatisfy(alarm -> assertThat(alarm.remedy()).contains("df -h"));
            });
        } finally {
            scene.backrest.fillOwnDisk(false);
        }
        Awaitility.await("a backup that Backrest makes again")
                .atMost(Duration.ofSeconds(60))
                .until(() -> scene.madeByBackrest(scene.harness.backup(scene.app)));
        scene.harness.provisioned();
        scene.assertOnlyVerifiedIsThere(scene.files());
    }

    @Test
    default void aFullRepositoryDiskFailsDumpsAndTreesWithItsNameAndLeavesNoSnapshot() throws Exception {
        BackrestScene scene = scene();
        Path disk = scene.directory.resolve("repos/critical");
        sh("docker exec " + scene.filesContainer + " bash -c 'head -c 60000000 /dev/urandom >/data/huge'");
        scene.slowDump("printf PGDMP; head -c 60000000 /dev/urandom");
        // tmpfs cannot become smaller than its content.
        sh("mount -o remount,size=$(($(du -sm " + disk + " | cut -f1) + 30))m " + disk);
        try {
            for (String dataset : List.of(scene.files(), scene.app)) {
                Set<String> stored = scene.stored(dataset);
                assertDiskFull(scene.harness.backup(dataset), disk);
                assertThat(stored).as(dataset).containsAll(scene.stored(dataset));
                assertThat(scene.paused()).isFalse();
            }
            sh("head -c 1G /dev/zero >" + disk + "/filler 2>/dev/null || true");
            String asked = scene.backrest.newest(scene.app);
            RunRecord run = scene.harness.backup(scene.app);
            assertDiskFull(run, disk);
            assertThat(run.message()).contains("minFreeMiB");
            assertThat(scene.backrest.newest(scene.app)).as("not even begun").isEqualTo(asked);
        } finally {
            scene.fastDump();
            sh("rm -f " + disk + "/filler; mount -o remount,size=400m " + disk + "; docker exec " + scene.filesContainer
                    + " rm -f /data/huge");
        }
        for (String run : List.of(scene.submit(scene.files()), scene.submit(scene.app))) {
            BackrestScene.assertSucceeded(scene.harness.ended(run));
        }
        scene.assertOnlyVerifiedIsThere(scene.files());
        scene.assertOnlyVerifiedIsThere(scene.app);
    }

    private static void assertDiskFull(RunRecord run, Path disk) {
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.FAILED);
        assertThat(run.message())
                .contains("repository critical")
                .contains(disk.toString())
                .contains("Free some space");
    }
}
