package io.slackwater.web;

import static io.slackwater.web.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slackwater.journal.RunRecord;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Faults of the real Backrest, where its image is on this host. */
class BackrestFaultsRealIT extends BackrestFaultsContract {

    @Override
    String project() {
        return "swbackrestbad";
    }

    @Override
    BackrestWorld world(Path directory) throws Exception {
        assumeTrue(RealBackrestWorld.available());
        Path data = data();
        sh("mkdir -p " + data + "; mount -t tmpfs -o size=64m tmpfs " + data);
        return new RealBackrestWorld(project() + "-backrest", directory);
    }

    /** Backrest's own: its log and its list of operations. */
    private static Path data() {
        return directory.resolve("backrest/data");
    }

    @AfterAll
    void unmount() {
        sh("umount -l " + data() + " 2>/dev/null || true");
    }

    @Test
    void aFullDiskOfBackrestsOwnKeepsNoBackupFromBeingMade() throws Exception {
        sh("head -c 100m /dev/zero >" + data().resolve("filler") + " 2>/dev/null || true");
        try {
            for (String dataset : List.of(scene.app, scene.files())) {
                BackrestScene.assertSucceeded(scene.harness.backup(dataset));
                scene.assertOnlyVerifiedIsThere(dataset);
            }
        } finally {
            sh("rm -f " + data().resolve("filler"));
        }
        RunRecord run = scene.harness.backup(scene.app);
        BackrestScene.assertSucceeded(run);
        assertThat(scene.madeByBackrest(run)).isTrue();
    }
}
