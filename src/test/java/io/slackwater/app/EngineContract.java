package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.restore.RestoreTarget;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract of every engine. Needs root. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
abstract class EngineContract {

    abstract EngineScene scene();

    /** Fails when another engine made the backup. */
    abstract void assertMadeHere(RunRecord run) throws Exception;

    /** Checks the engine's log, where users read its messages. */
    void assertToldHere(String dataset, String reason) throws Exception {}

    @AfterEach
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void allIsWell() {
        scene().assertAllIsWell();
    }

    @Test
    void aStreamIsVerifiedAndRestoresToEqualData() throws Exception {
        EngineScene scene = scene();
        RunRecord run = scene.harness.backup(scene.app);
        EngineScene.assertSucceeded(run);
        assertMadeHere(run);
        scene.assertOnlyVerifiedIsThere(scene.app);
        scene.restore(scene.app, new RestoreTarget.Database(Optional.empty(), "app_restored", true));
        String sum = "select md5(string_agg(t::text, '|' order by id)) from items t";
        assertThat(Stack.psql(scene.project, "db", "app_restored", sum))
                .isEqualTo(Stack.psql(scene.project, "db", "app", sum));
    }

    @Test
    void aTreeIsFrozenAndRestoresToEqualData() throws Exception {
        EngineScene scene = scene();
        sh("docker exec " + scene.filesContainer + " bash -c 'date >/data/new'");
        RunRecord run = scene.harness.backup(scene.files());
        EngineScene.assertSucceeded(run);
        assertMadeHere(run);
        assertThat(run.frozen()).isPositive();
        scene.assertOnlyVerifiedIsThere(scene.files());
        scene.restore(scene.files(), new RestoreTarget.Volume(scene.project + "-restored"));
        assertThat(EngineScene.listing(scene.project + "-restored"))
                .isEqualTo(EngineScene.listing(scene.project + "-files-data"));
    }

    @Test
    void streamsAndTreesHaveTheSameTagsAndHost() throws Exception {
        EngineScene scene = scene();
        for (String dataset : java.util.List.of(scene.app, scene.files())) {
            RunRecord run = scene.harness.backup(dataset);
            EngineScene.assertSucceeded(run);
            assertThat(scene.snapshot(run).tag("plan")).contains(dataset);
            assertThat(scene.snapshot(run).tag("created-by")).contains("it-stack");
            assertThat(scene.snapshot(run).hostname()).isEqualTo("it-stack");
        }
    }

    @Test
    void aFailedDumpIsReportedWithItsReasonAndLeavesNoSnapshot() throws Exception {
        EngineScene scene = scene();
        scene.slowDump("echo 'pg_dump: error: out of luck' >&2; exit 1");
        try {
            RunRecord run = scene.harness.backup(scene.app);
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.message()).contains("out of luck");
            assertToldHere(scene.app, "out of luck");
        } finally {
            scene.fastDump();
        }
        EngineScene.assertSucceeded(scene.harness.backup(scene.app));
        scene.assertOnlyVerifiedIsThere(scene.app);
    }

    @Test
    void aCancelledRunLeavesNoSnapshot() throws Exception {
        EngineScene scene = scene();
        scene.slowDump(EngineScene.TRICKLE);
        try {
            String run = scene.submit(scene.app);
            scene.awaitState(run, RunState.STORING);
            scene.harness.app.runs().cancel(run);
            assertThat(scene.harness.ended(run).state()).isEqualTo(RunState.CANCELLED);
        } finally {
            scene.fastDump();
        }
        // Backrest ends restic with its lock left. No other run may wait for that lock.
        long begin = System.nanoTime();
        scene.harness.app.repository("critical").prune();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
        EngineScene.assertSucceeded(scene.harness.backup(scene.app));
        scene.assertOnlyVerifiedIsThere(scene.app);
    }
}
