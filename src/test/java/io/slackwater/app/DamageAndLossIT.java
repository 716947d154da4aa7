package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Verified;
import io.slackwater.kind.RestoreException;
import io.slackwater.restore.RestoreTarget;
import io.slackwater.run.Maintenance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A dump and a tree whose snapshots are damaged or removed after their verification. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DamageAndLossIT {

    private static final String PROJECT = "swfaultsloss";
    private static final String REDIS = PROJECT + ".cache.rdb";
    private static final RestoreTarget BESIDE = new RestoreTarget.Volume(PROJECT + "-restored");

    @TempDir
    static Path directory;

    private static AppHarness harness;

    @BeforeAll
    static void start() throws Exception {
        Stack.remove(PROJECT);
        Stack.redis(PROJECT, "cache");
        Stack.volume(PROJECT, "files");
        harness = AppHarness.of(directory, PROJECT);
        harness.look();
        harness.settled();
    }

    @AfterAll
    static void stop() throws Exception {
        if (harness != null) {
            harness.close();
        }
        Stack.remove(PROJECT);
    }

    private static List<String> verified(String dataset) {
        return harness.app.journal().verdicts().of(dataset).stream()
                .map(Verified::snapshot)
                .toList();
    }

    private static String files() {
        return harness.datasets().stream()
                .filter(id -> id.startsWith(PROJECT + ".files"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(1)
    void aFailedCheckSuspectsVerifiedSnapshotsAndTheNextBackupIsReadBackWhole() throws Exception {
        FlippedBytes flips = new FlippedBytes(directory.resolve("repos"), dataset -> false);
        flips.strike(directory.resolve("repos/critical"));
        check("critical", "100%", Maintenance.Check.FAILED);
        assertThat(harness.app.journal().verdicts().of(files()))
                .allSatisfy(one -> assertThat(
                                harness.app.journal().suspectedDamage().of(one))
                        .hasValueSatisfying(
                                damage -> assertThat(damage.reason()).contains("critical")));
        assertThat(harness.app
                        .journal()
                        .suspectedDamage()
                        .of(harness.app.journal().verdicts().of(REDIS).getFirst()))
                .as("it is in another repository")
                .isEmpty();
        // Nothing changed, so only who reads everything finds that it cannot be restored.
        RunRecord shared = harness.backup(files());
        assertThat(shared.state()).as(shared.message()).isEqualTo(RunState.FAILED);
        flips.repair();
        check("critical", "5%", Maintenance.Check.GOOD);
        assertThat(harness.app
                        .journal()
                        .suspectedDamage()
                        .of(harness.app.journal().verdicts().of(files()).getFirst()))
                .isEmpty();
    }

    private static void check(String repository, String subset, Maintenance.Check end) {
        harness.app.maintenance().check(repository, subset);
        Awaitility.await("a check")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(harness.app.maintenance().checked(repository))
                        .contains(end));
    }

    @Test
    @Order(2)
    void aSnapshotThatARestoreFindsDamagedIsInvalidUntilACompleteCheck() throws Exception {
        FlippedBytes flips = new FlippedBytes(directory.resolve("repos"), dataset -> false);
        String files = files();
        for (String repository : List.of("critical", "system")) {
            flips.strike(directory.resolve("repos").resolve(repository));
            String dataset = repository.equals("critical") ? files : REDIS;
            String snapshot = verified(dataset).getFirst();
            // One is read by restic in the helper, the other by our own.
            RestoreRecord ended = harness.restore(dataset, BESIDE);
            assertThat(ended.state()).isEqualTo(RestoreRecord.State.FAILED);
            assertThat(harness.app.repositoryAlarms().reason(repository))
                    .hasValueSatisfying(
                            words -> assertThat(words).contains(dataset, snapshot.substring(0, 8), ended.message()));
            assertThat(verified(dataset)).isEmpty();
            assertThatThrownBy(() -> harness.restore(dataset, BESIDE))
                    .isInstanceOf(RestoreException.class)
                    .hasMessageContaining("no verified snapshot");
        }
        // The data is unchanged, so restic reuses damaged blobs. The backup is read back completely, and only once.
        RunRecord shared = harness.backup(files);
        assertThat(shared.state()).as(shared.message()).isEqualTo(RunState.FAILED);
        assertThat(shared.message())
                .startsWith("the snapshot was stored, but cannot be read back: repository critical");
        assertThat(shared.progress().earlier()).isEmpty();
        flips.repair();

        for (String repository : List.of("critical", "system")) {
            String dataset = repository.equals("critical") ? files : REDIS;
            assertSucceeded(harness.backup(dataset));
            harness.settled();
            assertThat(verified(dataset)).hasSize(1);
            assertThat(harness.app.repositoryAlarms().reason(repository))
                    .as("its structure was good all the time")
                    .isPresent();
            check(repository, "5%", Maintenance.Check.GOOD);
            assertThat(harness.app.repositoryAlarms().reason(repository)).isEmpty();
            assertThat(verified(dataset)).hasSize(2);
        }
        RestoreRecord whole = harness.restore(REDIS, BESIDE);
        assertThat(whole.state()).as(whole.message()).isEqualTo(RestoreRecord.State.SUCCEEDED);
    }

    @Test
    @Order(3)
    void aSnapshotThatAnotherProgramForgetsLosesItsVerdictAndRaisesAnAlarm() throws Exception {
        Path system = directory.resolve("repos/system");
        sh("restic forget --quiet --tag plan:" + REDIS + " --unsafe-allow-remove-all --repo " + system
                + " --password-file " + directory.resolve("secrets/keys/system.key"));
        assertThat(harness.app.journal().verdicts().of(REDIS)).isNotEmpty();
        harness.app.looks().look();
        harness.settled();
        assertThat(harness.app.journal().verdicts().of(REDIS))
                .as("it was looked a moment ago")
                .isNotEmpty();

        // Closing any batch of this repository also searches for lost snapshots.
        RunRecord run = harness.backup(REDIS);
        assertSucceeded(run);
        harness.settled();
        assertThat(harness.app.journal().verdicts().of(REDIS))
                .extracting(Verified::run)
                .containsExactly(run.id());
        assertThat(lost())
                .hasValueSatisfying(told -> assertThat(told).contains("are no longer in repository system", REDIS));
        assertThat(harness.app.repositoryAlarms().reason("system"))
                .as("it is well")
                .isEmpty();
        harness.app.acknowledgements().acknowledge(REDIS);
        assertThat(lost()).isEmpty();

        sh("restic forget --quiet --tag plan:" + REDIS + " --unsafe-allow-remove-all --repo " + system
                + " --password-file " + directory.resolve("secrets/keys/system.key"));
        restart();
        assertThat(harness.app.journal().verdicts().of(REDIS)).isEmpty();
        assertThat(lost()).isPresent();
        harness.look();
        harness.settled();
        assertThat(harness.app.journal().verdicts().of(REDIS)).as("at once").hasSize(1);
    }

    private static Optional<String> lost() {
        return harness.app.lostSnapshots().reason("system");
    }

    /** A new process has listed no repository yet, so its first beat lists them. */
    private static void restart() throws Exception {
        harness.close();
        harness = AppHarness.of(directory, PROJECT);
        harness.look();
        harness.settled();
    }

    private static void assertSucceeded(RunRecord run) {
        assertThat(run.state()).as(run.dataset() + ": " + run.message()).isEqualTo(RunState.SUCCEEDED);
    }
}
