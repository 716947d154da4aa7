package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.host.Disk;
import io.slackwater.host.DiskPlace;
import io.slackwater.host.TestCertificates;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.OwedCommand;
import io.slackwater.journal.OwedCommandStore;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.run.Environments;
import io.slackwater.run.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wiring without Docker, so that each run fails. */
class WatchTest {

    private static final Dataset CACHE = Environments.CACHE;

    @TempDir
    private Path directory;

    private AppHarness harness;

    @BeforeEach
    void start() throws IOException {
        for (String name : List.of("critical", "models", "system")) {
            Files.createDirectories(directory.resolve("repos").resolve(name));
        }
        harness = new AppHarness(directory, "shop", "", UnaryOperator.identity(), directory.resolve("docker.sock"));
        harness.app
                .board()
                .put(new Inventory(
                        harness.app.clock().instant(),
                        Environments.inventory(CACHE).workloads(),
                        List.of()));
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    private List<String> raised() {
        return harness.app.channels.alarms.raised().stream()
                .map(AlarmRecord::key)
                .toList();
    }

    @Test
    void aFailedRunRaisesItsAlarmWithoutABeat() {
        harness.app.runs().submit(List.of(CACHE), Trigger.API);

        await().untilAsserted(() -> assertThat(raised()).contains("run:" + CACHE.id()));
    }

    @Test
    void aGoodRunEndsTheAlarmOfTheFailedRunWithoutABeat() {
        Instant now = harness.app.clock().instant();
        RunRecords.end(harness.app.journal(), "r1", CACHE.id(), now.minusSeconds(120), RunState.FAILED, "It failed.");
        harness.watch.look(Optional.empty());
        assertThat(raised()).contains("run:" + CACHE.id());

        harness.app.backupAlarms.ended(
                RunRecords.succeed(harness.app.journal(), "r2", CACHE.id(), now.minusSeconds(60)), Outcome.LEFT_OPEN);

        assertThat(raised()).doesNotContain("run:" + CACHE.id());
    }

    @Test
    void aRepositoryThatIsGoneHasOneAlarmThatNamesItsDatasets() {
        Instant now = harness.app.clock().instant();
        RunRecord run = RunRecords.queued("r1", CACHE.id(), now.minusSeconds(120));
        harness.app.journal().runs().queued(run);
        harness.app
                .journal()
                .runs()
                .update(RunRecords.in(
                        run, RunState.FAILED, now, EndCause.REPOSITORY_UNAVAILABLE, "The repository is gone."));
        harness.app
                .repositoryAlarms()
                .troubled("critical", new RepositoryException(Failure.NO_REPOSITORY, "It is gone."), "It is gone.");

        harness.watch.look(Optional.empty());

        assertThat(raised()).contains("repository:critical:trouble").doesNotContain("run:" + CACHE.id());
        assertThat(harness.app.channels.alarms.raised())
                .filteredOn(alarm -> alarm.key().equals("repository:critical:trouble"))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.detail()).contains(CACHE.id()));
    }

    private void fails(EndCause cause, String message) {
        Instant now = harness.app.clock().instant();
        RunRecord run = RunRecords.queued("r1", CACHE.id(), now.minusSeconds(120));
        harness.app.journal().runs().queued(run);
        harness.app.journal().runs().update(RunRecords.in(run, RunState.FAILED, now, cause, message));
    }

    @Test
    void aRepositoryWithoutSpaceHasOneAlarmThatNamesItsDatasets() throws Exception {
        Path file = directory.resolve("policy.yml");
        String good = Files.readString(file);
        Files.writeString(file, good + "limits: { minFreeMiB: 100000000 }\n");
        fails(EndCause.REPOSITORY_UNAVAILABLE, "The disk is full.");
        harness.beat.run();

        harness.watch.look(Optional.empty());
        assertThat(raised())
                .contains("repository:critical:disk-low")
                .doesNotContain("run:" + CACHE.id(), "stale:" + CACHE.id(), "repository:critical:failed");
        assertThat(harness.app.channels.alarms.raised())
                .filteredOn(alarm -> alarm.key().equals("repository:critical:disk-low"))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.detail()).contains(CACHE.id()));

        Files.writeString(file, good);
        harness.beat.run();
        harness.app.backupAlarms.observe(harness.app.backupAlarms.health().get());
        assertThat(raised())
                .doesNotContain("repository:critical:disk-low", "run:" + CACHE.id(), "repository:critical:failed");
    }

    @Test
    void aWorkloadThatDoesNotRunHasOneAlarmUntilABackupSucceeds() {
        fails(EndCause.NOT_RUNNING, "It is exited.");
        harness.watch.look(Optional.empty());
        assertThat(raised()).doesNotContain("run:" + CACHE.id(), "stale:" + CACHE.id());

        RunRecords.succeed(
                harness.app.journal(), "r2", CACHE.id(), harness.app.clock().instant());
        harness.watch.look(Optional.empty());
        assertThat(raised()).noneMatch(key -> key.startsWith("workload:"));
    }

    @Test
    void theAlarmOfACommandEndsWithItsWorkload() {
        Instant now = harness.app.clock().instant();
        OwedCommandStore owed = harness.app.journal().owedCommands();
        String workload = CACHE.workload().value();
        owed.owe(new OwedCommand(
                workload, "shop", "cache", "shop-cache-1", List.of("x"), Duration.ofSeconds(1), now, Optional.empty()));
        owed.failed(workload, "It failed.");
        harness.watch.look(Optional.empty());
        assertThat(raised()).contains("command:" + workload);

        harness.app.board().put(new Inventory(now, List.of(), List.of()));
        harness.watch.look(Optional.empty());
        assertThat(raised()).doesNotContain("command:" + workload);
    }

    @Test
    void aRunThatTakesTooLongHasAnAlarmUntilItEnds() throws Exception {
        Path file = directory.resolve("policy.yml");
        Files.writeString(file, Files.readString(file) + "plans: { critical: { maxDuration: 1h } }\n");
        harness.beat.run();
        Instant begun = harness.app.clock().instant().minusSeconds(3601);
        RunRecord run = RunRecords.verifying(harness.app.journal(), "r1", CACHE.id(), begun);

        harness.watch.look(Optional.empty());
        assertThat(raised()).contains("run:" + CACHE.id() + ":slow");

        RunRecord ended =
                RunRecords.in(run, RunState.SUCCEEDED, harness.app.clock().instant(), "");
        harness.app.journal().verdicts().verified(RunRecords.verdict(ended, begun), ended);
        harness.app.backupAlarms.ended(ended, Outcome.LEFT_OPEN);
        assertThat(raised()).doesNotContain("run:" + CACHE.id() + ":slow");
    }

    @Test
    void aCertificateThatExpiresSoonHasAnAlarmUntilItIsRenewed() throws Exception {
        Path tls = Files.createDirectories(directory.resolve("secrets/tls"));
        TestCertificates.write(tls.resolve("fullchain.pem"), 13);
        harness.watch.look(Optional.empty());
        assertThat(raised()).contains("certificate:nginx");

        TestCertificates.write(tls.resolve("fullchain.pem"), 60);
        // The alarms are looked at again after a change.
        RunRecords.succeed(
                harness.app.journal(), "r2", CACHE.id(), harness.app.clock().instant());
        harness.watch.look(Optional.empty());
        assertThat(raised()).doesNotContain("certificate:nginx");
    }

    @Test
    void theDisksOfTheRepositoriesAndTheJournalAreMeasured() {
        harness.watch.look(Optional.empty());

        assertThat(harness.app.facts.disks.current())
                .flatExtracting(Disk::places)
                .containsExactlyInAnyOrder(
                        DiskPlace.repository("critical", directory.resolve("repos/critical")),
                        DiskPlace.repository("models", directory.resolve("repos/models")),
                        DiskPlace.repository("system", directory.resolve("repos/system")),
                        DiskPlace.journal(directory.resolve("data")));
        assertThat(harness.app.facts.disks.current())
                .allSatisfy(disk -> assertThat(disk.freeBytes()).isPositive().isLessThanOrEqualTo(disk.totalBytes()));
    }

    @Test
    void aBeatWithoutDockerKeepsTheInventoryAndReportsTheProblem() throws Exception {
        harness.beat.run();

        assertThat(harness.app.beat.problem()).get().asString().contains("docker.sock");
        assertThat(harness.app.inventory().datasets()).containsExactly(CACHE);
        assertThat(harness.app.journal().runs().newest(CACHE.id(), 1)).isEmpty();
    }

    @Test
    void aSidecarWithoutDockerIsNotReady() {
        Startup startup = harness.app.startup();
        ReadyCheck ready = harness.app.ready(startup);

        assertThat(ready.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(startup.settled()).isFalse();
    }

    @Test
    void anInvalidChangeOfThePolicyIsDownUntilTheFileIsCorrected() throws Exception {
        Path file = directory.resolve("policy.yml");
        String good = Files.readString(file);
        PolicyCheck check = new PolicyCheck(harness.app.livePolicy());
        Files.writeString(file, "planz: {}");
        harness.beat.run();
        assertThat(check.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);

        Files.writeString(file, good);
        harness.beat.run();
        assertThat(check.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }
}
