package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.EngineName;
import io.slackwater.journal.RunRecord;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** First backups and Backrest's dashboard: the same for every Backrest. */
interface FirstBackupContract {

    BackrestScene scene();

    @Test
    @Tag("long")
    default void aFirstBackupWhileBackrestIsAwayIsRepeatedByBackrestOnce() throws Exception {
        BackrestScene scene = scene();
        String late = scene.project + ".db.late";
        scene.harness.settled();
        scene.backrest.proxy.breaks(true);
        try {
            Stack.psql(scene.project, "db", "app", "create database late");
            Awaitility.await("the first backup").atMost(Duration.ofSeconds(90)).until(() -> {
                scene.harness.look();
                return scene.harness.app.journal().runs().datasets().contains(late);
            });
            RunRecord first = scene.harness.ended(scene.newest(late).id());
            BackrestScene.assertSucceeded(first);
            assertThat(first.progress().engine()).contains(EngineName.EMBEDDED);
            scene.harness.settled();
        } finally {
            scene.backrest.proxy.breaks(false);
        }
        assertThat(scene.backrest.countedBackups(late)).isZero();
        scene.harness.provisioned();
        Awaitility.await("the repetition").atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            scene.harness.look();
            assertThat(scene.backrest.countedBackups(late)).isOne();
        });
        scene.harness.settled();
        for (int pass = 0; pass < 3; pass++) {
            scene.harness.provisioned();
            scene.harness.settled();
        }
        assertThat(scene.harness.app.journal().runs().newest(late, 10))
                .allSatisfy(BackrestScene::assertSucceeded)
                .extracting(run -> run.progress().engine().orElseThrow())
                .containsExactly(EngineName.BACKREST, EngineName.EMBEDDED);
        scene.assertOnlyVerifiedIsThere(late);
        Stack.psql(scene.project, "db", "app", "drop database late");
        scene.harness.look();
    }
}
