package io.slackwater.web;

import static io.slackwater.web.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.OperationStatus;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Backrest that dies, breaks, is slow, busy or edited while it stores: the same for every Backrest. Needs root. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BackrestFaultsContract {

    @TempDir
    static Path directory;

    private BackrestScene scene;

    /** Of the stack; each class has its own, for they run beside each other. */
    abstract String project();

    /** Called once; may skip all tests. */
    abstract BackrestWorld world(Path directory) throws Exception;

    @BeforeAll
    void start() throws Exception {
        scene = new BackrestScene(project(), directory, world(directory));
    }

    @AfterAll
    void stop() throws Exception {
        if (scene != null) {
            scene.close();
        }
    }

    @AfterEach
    void allIsWell() {
        scene.assertAllIsWell();
    }

    @Test
    void aBackupThatAConfigWriteThrewOutOfTheQueueIsSubmittedAgain() throws Exception {
        scene.slowDump();
        try {
            String first = scene.submit(scene.app);
            scene.awaitState(first, RunState.STORING);
            String waiting = scene.submit(scene.files());
            Awaitility.await("queued")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> scene.backrest.backups(scene.files()).stream()
                            .anyMatch(operation -> operation.status() == OperationStatus.PENDING));
            scene.backrest.writeConfig();
            BackrestScene.assertSucceeded(scene.harness.ended(first));
            RunRecord second = scene.harness.ended(waiting);
            BackrestScene.assertSucceeded(second);
            assertThat(scene.snapshot(second).tag("slackwater.run"))
                    .as("made by Backrest")
                    .isEmpty();
        } finally {
            scene.fastDump();
        }
    }

    @Test
    void aBackupThatWaitsTooLongIsMadeWithoutBackrest() throws Exception {
        scene.slowDump(BackrestScene.TRICKLE);
        try {
            CompletableFuture<Optional<String>> press = scene.pressed(scene.app);
            Awaitility.await("the button's run")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> scene.harness.app.runs().running(scene.app));
            RunRecord run = scene.harness.backup(scene.files());
            BackrestScene.assertSucceeded(run);
            assertThat(scene.snapshot(run).tag("slackwater.run"))
                    .as("made by us")
                    .contains(run.id());
            assertThat(scene.backrest.backups(scene.files()))
                    .noneMatch(operation -> !operation.status().ended());
            scene.harness.app.runs().cancel(scene.newest(scene.app).id());
            press.get(90, TimeUnit.SECONDS);
        } finally {
            scene.fastDump();
        }
    }

    @Test
    void aCancelledRunEndsBackrestsBackupAndLeavesNothing() throws Exception {
        scene.slowDump(BackrestScene.TRICKLE);
        try {
            String run = scene.submit(scene.app);
            scene.awaitState(run, RunState.STORING);
            scene.harness.app.runs().cancel(run);
            assertThat(scene.harness.ended(run).state()).isEqualTo(RunState.CANCELLED);
            Awaitility.await("Backrest's end")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> scene.backrest.backups(scene.app).stream()
                            .allMatch(operation -> operation.status().ended()));
        } finally {
            scene.fastDump();
        }
        // Backrest ends restic so that its lock stays; nobody may have to wait for it.
        long begin = System.nanoTime();
        scene.harness.app.repository("critical").prune();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
        BackrestScene.assertSucceeded(scene.harness.backup(scene.app));
        scene.assertOnlyVerifiedIsThere(scene.app);
    }

    @Test
    void aBackrestThatIsKilledInMidBackupFailsTheAttemptAndTheNextOneSucceeds() throws Exception {
        scene.slowDump();
        try {
            String run = scene.submit(scene.app);
            scene.awaitState(run, RunState.STORING);
            scene.backrest.kill();
            scene.backrest.start();
            RunRecord ended = scene.harness.ended(run);
            BackrestScene.assertSucceeded(ended);
            assertThat(ended.attempt()).isEqualTo(2);
        } finally {
            scene.fastDump();
        }
        scene.assertOnlyVerifiedIsThere(scene.app);
    }

    @Test
    void aStartWithoutAnEndIsSettledByTheLease() throws Exception {
        sh("docker exec " + scene.filesContainer + " bash -c 'head -c 30000000 /dev/urandom >/data/much'");
        try {
            String run = scene.submit(scene.files());
            Awaitility.await("frozen")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(20))
                    .until(scene::paused);
            scene.backrest.kill();
            Awaitility.await("thawed").atMost(Duration.ofSeconds(30)).until(() -> !scene.paused());
            scene.backrest.start();
            RunRecord ended = scene.harness.ended(run);
            assertThat(ended.attempt()).isEqualTo(2);
            BackrestScene.assertSucceeded(ended);
        } finally {
            sh("docker exec " + scene.filesContainer + " rm -f /data/much");
        }
        scene.assertOnlyVerifiedIsThere(scene.files());
    }

    @Test
    void aBackrestThatIsAwayOrBrokenKeepsNoBackupFromBeingMade() throws Exception {
        scene.backrest.proxy.breaks(true);
        RunRecord run = scene.harness.backup(scene.app);
        BackrestScene.assertSucceeded(run);
        assertThat(scene.snapshot(run).tag("slackwater.run")).as("made by us").contains(run.id());
    }

    @Test
    void aSlowBackrestStoresAllTheSame() throws Exception {
        scene.backrest.proxy.delays(1500);
        RunRecord run = scene.harness.backup(scene.files());
        BackrestScene.assertSucceeded(run);
        assertThat(scene.snapshot(run).tag("slackwater.run"))
                .as("made by Backrest")
                .isEmpty();
    }

    @Test
    void aDumpThatFailsIsToldWithItsOwnReasonAndLeavesNoSnapshot() throws Exception {
        scene.slowDump("echo 'pg_dump: error: out of luck' >&2; exit 1");
        try {
            RunRecord run = scene.harness.backup(scene.app);
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.message()).contains("out of luck");
        } finally {
            scene.fastDump();
        }
        BackrestScene.assertSucceeded(scene.harness.backup(scene.app));
        scene.assertOnlyVerifiedIsThere(scene.app);
    }

    @Test
    void aBackrestThatIsBrokenForAMomentWhileItStoresIsFollowedOn() throws Exception {
        scene.slowDump();
        try {
            String run = scene.submit(scene.app);
            scene.awaitState(run, RunState.STORING);
            scene.backrest.proxy.breaks(true);
            Awaitility.await("a while").pollDelay(Duration.ofSeconds(3)).until(() -> true);
            scene.backrest.proxy.breaks(false);
            RunRecord ended = scene.harness.ended(run);
            BackrestScene.assertSucceeded(ended);
            assertThat(ended.attempt()).isEqualTo(1);
        } finally {
            scene.fastDump();
        }
        scene.assertOnlyVerifiedIsThere(scene.app);
    }
}
