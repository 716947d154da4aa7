package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.alert.Alarm;
import io.slackwater.alert.BackrestAlarms;
import io.slackwater.api.BackrestResource;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.repository.PreparedRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** A Backrest that dies, breaks, is slow, busy or edited while it stores: the same for every Backrest. Needs root. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
abstract class BackrestFaultsContract {

    @TempDir
    static Path directory;

    BackrestScene scene;

    /** Of the stack; each class has its own, for they run beside each other. */
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
    void backupsAreMadeWithoutABusyBackrestAndANewDatabaseGetsItsPlanAfterwards() throws Exception {
        String fresh = scene.project + ".db.fresh";
        scene.slowDump(BackrestScene.TRICKLE);
        try {
            CompletableFuture<Optional<String>> press = scene.pressed(scene.app);
            Awaitility.await("the button's run")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> scene.harness.app.runs().running(scene.app));
            String busy = scene.newest(scene.app).id();
            String waiting = scene.submit(scene.files());
            Stack.psql(scene.project, "db", "app", "create database fresh");
            Awaitility.await("the first backup").atMost(Duration.ofSeconds(20)).until(() -> {
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
            assertThat(provisioning().last()).containsInstanceOf(ReconcileOutcome.Busy.class);
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

    @Test
    void aStartHookWithoutAnEndHookIsThawedByTheLease() throws Exception {
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
            assertThat(ended.attempt()).as(ended.toString()).isEqualTo(2);
            BackrestScene.assertSucceeded(ended);
        } finally {
            sh("docker exec " + scene.filesContainer + " rm -f /data/much");
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

    @Test
    void backupsAreMadeWhenTheDiskOfBackrestIsFull() throws Exception {
        scene.backrest.fillOwnDisk(true);
        try {
            for (String dataset : List.of(scene.app, scene.files(), scene.app)) {
                BackrestScene.assertSucceeded(scene.harness.backup(dataset));
            }
            Awaitility.await("the alarm").atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                scene.harness.look();
                assertThat(raised())
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
    void dumpsAndHooksBypassAProxyInTheEnvironmentOfBackrest() throws Exception {
        // Nothing listens on that port.
        String dead = "http://127.0.0.1:1";
        String here = "http://127.0.0.1:" + scene.harness.app.internalPort() + "/";
        scene.backrest.recreate(Map.of("http_proxy", dead, "HTTP_PROXY", dead, "all_proxy", dead));
        try {
            assertThat(scene.backrest.reaches(here))
                    .as("a curl that is not told to go past it")
                    .isFalse();
            for (String dataset : List.of(scene.app, scene.files())) {
                RunRecord run = scene.harness.backup(dataset);
                BackrestScene.assertSucceeded(run);
                assertThat(run.attempt()).isEqualTo(1);
                assertThat(scene.madeByBackrest(run)).as(dataset).isTrue();
                scene.assertOnlyVerifiedIsThere(dataset);
            }
        } finally {
            scene.backrest.recreate(Map.of());
        }
        assertThat(scene.backrest.reaches(here)).isTrue();
    }

    @Test
    void aBackrestWithTheHostNameOfSlackwaterStoresNothing() throws Exception {
        scene.harness.backrestHost.set(sh("cat /proc/sys/kernel/hostname"));
        try {
            RunRecord run = scene.harness.backup(scene.files());
            BackrestScene.assertSucceeded(run);
            assertThat(scene.madeByBackrest(run)).isFalse();
            // Its closing has the repository alone for a moment, and a press in that moment is refused for that.
            scene.harness.settled();
            for (String dataset : List.of(scene.app, scene.files())) {
                assertThat(scene.backrest.press(dataset))
                        .as("the button of " + dataset)
                        .isPresent();
                scene.assertOnlyVerifiedIsThere(dataset);
            }
            assertThat(scene.backrest.backups(scene.app).getLast().message())
                    .as("the message on Backrest's page")
                    .contains("the same host name");
            assertThat(scene.call("GET", "streams/" + scene.app))
                    .startsWith("409")
                    .contains("the same host name");
            scene.harness.look();
            assertThat(raised())
                    .anySatisfy(alarm -> assertThat(alarm.detail() + alarm.remedy())
                            .contains("'" + sh("cat /proc/sys/kernel/hostname") + "'")
                            .contains("`hostname:`"));
        } finally {
            scene.harness.backrestHost.set("backrest");
        }
        scene.harness.look();
        assertThat(raised()).isEmpty();
        RunRecord run = scene.harness.backup(scene.app);
        BackrestScene.assertSucceeded(run);
        assertThat(scene.madeByBackrest(run)).isTrue();
    }

    @Test
    void aForeignRepositoryUnderAKnownNameReceivesNothingAndSlackwaterBacksUpWithoutBackrest() throws Exception {
        Path foreign = directory.resolve("repos/foreign");
        PreparedRepositories.copy("foreign", foreign, directory.resolve("secrets"));
        String all = "cd " + foreign + " && find data snapshots -type f | sort";
        String untouched = sh(all);
        ObjectNode theirs = scene.backrest
                .repository("critical")
                .put("uri", foreign.toString())
                .put(
                        "guid",
                        Files.readString(directory.resolve("secrets/keys/foreign.id"))
                                .strip());
        theirs.putArray("env").add("RESTIC_PASSWORD_FILE=" + directory.resolve("secrets/keys/foreign.key"));
        ObjectNode ours = scene.backrest.replaceRepository(theirs);
        try {
            RunRecord unlooked = scene.harness.backup(scene.app);
            BackrestScene.assertSucceeded(unlooked);
            assertThat(unlooked.attempt()).isEqualTo(1);
            assertThat(scene.madeByBackrest(unlooked)).isFalse();
            for (String dataset : List.of(scene.app, scene.files())) {
                assertThat(scene.backrest.press(dataset))
                        .as("the button of " + dataset)
                        .isPresent();
            }
            assertThat(scene.backrest.backups(scene.app).getLast().message()).contains("it is another repository");
            assertThat(scene.call("GET", "streams/" + scene.app))
                    .startsWith("409")
                    .contains("it is another repository");
            String asked = scene.backrest.newest(scene.files());
            Awaitility.await("the alarm").atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                scene.harness.look();
                assertThat(raised()).extracting(Alarm::subject).containsExactly("repository critical");
            });
            assertThat(BackrestResource.status(provisioning()).state()).isEqualTo("conflict");
            RunRecord known = scene.harness.backup(scene.files());
            BackrestScene.assertSucceeded(known);
            assertThat(scene.backrest.newest(scene.files())).as("not asked").isEqualTo(asked);
            assertThat(sh(all)).isEqualTo(untouched);
        } finally {
            scene.backrest.replaceRepository(ours);
        }
        scene.harness.provisioned();
        RunRecord run = scene.harness.backup(scene.app);
        BackrestScene.assertSucceeded(run);
        assertThat(scene.madeByBackrest(run)).isTrue();
    }

    @Test
    void aFullRepositoryDiskFailsDumpsAndTreesWithItsNameAndLeavesNoSnapshot() throws Exception {
        Path disk = directory.resolve("repos/critical");
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

    private List<Alarm> raised() {
        return BackrestAlarms.of(provisioning()).alarms();
    }

    private ReconcileLoop provisioning() {
        return scene.harness.app.provisioning().orElseThrow();
    }
}
