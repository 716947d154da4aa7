package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.repository.PreparedRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of Backrest during a backup: killed, failing, slow, busy or edited. The contract of every Backrest. Needs
 * root.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
abstract class BackrestFaultsContract implements FullDiskContract, MisconfiguredBackrestContract {

    @TempDir
    static Path directory;

    private BackrestScene scene;

    /** The stack's project. Each class has its own, because the classes run at the same time. */
    abstract String project();

    /** Called once; may skip all tests. */
    abstract BackrestWorld world(Path directory) throws Exception;

    @BeforeAll
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void start() throws Exception {
        Path disk = Files.createDirectories(directory.resolve("repos/critical"));
        sh("mount -t tmpfs -o size=400m tmpfs " + disk);
        PreparedRepositories.copy("critical", disk, directory.resolve("secrets"));
        scene = new BackrestScene(project(), directory, world(directory));
    }

    @AfterAll
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void stop() throws Exception {
        if (scene != null) {
            scene.close();
        }
        sh("umount -l " + directory.resolve("repos/critical") + " 2>/dev/null || true");
    }

    @Override
    public BackrestScene scene() {
        return scene;
    }

    @AfterEach
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void allIsWell() {
        scene.assertAllIsWell();
    }

    @Test
    void aQueuedBackupThatAConfigWriteDroppedIsSubmittedAgain() throws Exception {
        scene.slowDump();
        try {
            String first = scene.submit(scene.app);
            scene.awaitState(first, RunState.STORING);
            String waiting = scene.submit(scene.files());
            Awaitility.await("queued")
                    .atMost(Duration.ofSeconds(60))
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
    void backupsAreMadeWithoutABusyBackrestAndANewDatabaseGetsItsPlanAfterwards() throws Exception {
        String fresh = scene.project + ".db.fresh";
        scene.slowDump(BackrestScene.TRICKLE);
        try {
            CompletableFuture<Optional<String>> press = scene.pressed(scene.app);
            Awaitility.await("the button's run")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> scene.harness.app.runs().running(scene.app));
            String busy = scene.newest(scene.app).id();
            String waiting = scene.submit(scene.files());
            Stack.psql(scene.project, "db", "app", "create database fresh");
            Awaitility.await("the first backup").atMost(Duration.ofSeconds(60)).until(() -> {
                scene.harness.look();
                return scene.harness.app.journal().runs().datasets().contains(fresh);
            });
            RunRecord first = scene.harness.ended(scene.newest(fresh).id());
            BackrestScene.assertSucceeded(first);
            assertThat(scene.madeByBackrest(first)).as("it has no plan yet").isFalse();
            RunRecord withdrawn = scene.harness.ended(waiting);
            BackrestScene.assertSucceeded(withdrawn);
            assertThat(scene.madeByBackrest(withdrawn)).as("it waited too long").isFalse();
            assertThat(first.ended().orElseThrow())
                    .as("with two concurrent runs, a run in Backrest's queue delays no other")
                    .isBefore(withdrawn.ended().orElseThrow());
            assertThat(scene.backrest.backups(scene.files()))
                    .noneMatch(operation -> !operation.status().ended());
            assertThat(scene.provisioning().last()).containsInstanceOf(ReconcileOutcome.Busy.class);
            assertThat(scene.backrest.client.config().path("plans"))
                    .as("nothing is written while it works")
                    .noneMatch(plan -> plan.path("id").asText().equals(fresh));
            assertThat(scene.harness.app.journal().runs().find(busy))
                    .as("the operation continues")
                    .hasValueSatisfying(run -> {
                        assertThat(run.state()).isEqualTo(RunState.STORING);
                        assertThat(run.attempt()).isEqualTo(1);
                    });
            scene.harness.app.runs().cancel(busy);
            press.get(60, TimeUnit.SECONDS);
        } finally {
            scene.fastDump();
        }
        scene.harness.provisioned();
        RunRecord next = scene.harness.backup(fresh);
        BackrestScene.assertSucceeded(next);
        assertThat(scene.madeByBackrest(next)).as("it has its plan").isTrue();
        Stack.psql(scene.project, "db", "app", "drop database fresh");
        scene.harness.look();
    }

    @Test
    void aKilledBackrestFailsTheAttemptAndTheNextAttemptSucceeds() throws Exception {
        scene.slowDump();
        try {
            String run = scene.submit(scene.app);
            scene.awaitState(run, RunState.STORING);
            // For the next attempt.
            scene.fastDump();
            scene.backrest.kill();
            scene.backrest.start();
            RunRecord ended = scene.harness.ended(run);
            BackrestScene.assertSucceeded(ended);
            assertThat(ended.attempt()).as(ended.toString()).isEqualTo(2);
        } finally {
            scene.fastDump();
        }
        scene.assertOnlyVerifiedIsThere(scene.app);
    }

    /** Within less than {@code freezeMax} of the scene, and than the silence after which a backup counts as dead. */
    @Test
    void theDeathOfBackrestThawsAtOnceAndTheNextAttemptNeedsNoBackrest() throws Exception {
        much();
        try (AutoCloseable events = scene.harness.followBackrest()) {
            String run = scene.submit(scene.files());
            awaitFrozen();
            scene.backrest.kill();
            Awaitility.await("thawed").atMost(Duration.ofSeconds(2)).until(() -> !scene.paused());
            Awaitility.await("the next attempt")
                    .atMost(Duration.ofSeconds(8))
                    .until(() ->
                            scene.harness.app.runs().find(run).orElseThrow().attempt() == 2);
            RunRecord ended = scene.harness.ended(run);
            BackrestScene.assertSucceeded(ended);
            assertThat(scene.madeByBackrest(ended)).isFalse();
        } finally {
            scene.backrest.start();
            little();
        }
        // What the dead Backrest may have stored is removed when Backrest answers again.
        BackrestScene.assertSucceeded(scene.harness.backup(scene.files()));
        scene.assertOnlyVerifiedIsThere(scene.files());
    }

    /** The files of a container that does not run cannot change, so the next attempt needs no pause. */
    @Test
    void aContainerKilledDuringItsPauseIsBackedUpAsItStopped() throws Exception {
        much();
        try {
            String run = scene.submit(scene.files());
            awaitFrozen();
            sh("docker kill " + scene.filesContainer);
            RunRecord ended = scene.harness.ended(run);
            BackrestScene.assertSucceeded(ended);
            assertThat(ended.progress().earlier()).singleElement().satisfies(first -> {
                assertThat(first.cause()).isEqualTo(EndCause.FREEZE);
                assertThat(first.reason()).contains("did not stay paused");
            });
            assertThat(ended.message()).contains("was not running, so nothing was paused");
        } finally {
            sh("docker start " + scene.filesContainer);
            little();
        }
        Awaitility.await("the command slackwater.exec.post in the started container")
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    scene.harness.look();
                    return scene.harness.app.journal().owedCommands().all().isEmpty();
                });
        scene.assertOnlyVerifiedIsThere(scene.files());
    }

    private void much() {
        sh("docker exec " + scene.filesContainer + " bash -c 'head -c 30000000 /dev/urandom >/data/much'");
    }

    private void little() {
        sh("docker exec " + scene.filesContainer + " rm -f /data/much");
    }

    private void awaitFrozen() {
        Awaitility.await("frozen")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(scene::paused);
    }

    @Test
    void aStartHookWithoutAnEndHookIsThawedByTheLease() throws Exception {
        much();
        try {
            String run = scene.submit(scene.files());
            awaitFrozen();
            scene.backrest.kill();
            Awaitility.await("thawed").atMost(Duration.ofSeconds(30)).until(() -> !scene.paused());
            scene.backrest.start();
            RunRecord ended = scene.harness.ended(run);
            assertThat(ended.attempt()).as(ended.toString()).isEqualTo(2);
            BackrestScene.assertSucceeded(ended);
        } finally {
            little();
        }
        scene.assertOnlyVerifiedIsThere(scene.files());
    }

    @Test
    void backupsAreMadeWithoutAnUnreachableOrBrokenBackrest() throws Exception {
        scene.backrest.proxy.breaks(true);
        RunRecord run = scene.harness.backup(scene.app);
        BackrestScene.assertSucceeded(run);
        assertThat(scene.snapshot(run).tag("slackwater.run")).as("made by us").contains(run.id());
    }

    @Test
    void aSlowBackrestStoresItsBackups() throws Exception {
        scene.backrest.proxy.delays(800);
        RunRecord run = scene.harness.backup(scene.files());
        BackrestScene.assertSucceeded(run);
        assertThat(scene.snapshot(run).tag("slackwater.run"))
                .as("made by Backrest")
                .isEmpty();
    }

    @Test
    void aBackupSurvivesAShortFailureOfBackrest() throws Exception {
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
