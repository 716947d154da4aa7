package io.slackwater.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Source;
import io.slackwater.docker.EngineDocker;
import io.slackwater.health.TestClock;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.TestJournal;
import io.slackwater.journal.Trigger;
import io.slackwater.policy.PlanPolicies;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StandInRepository;
import io.slackwater.run.Environments;
import io.slackwater.run.Maintenance;
import io.slackwater.run.MaintenanceJob;
import io.slackwater.run.RunEvents;
import io.slackwater.run.Runs;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.SnapshotDeletion;
import io.slackwater.trust.SnapshotTrust;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scheduler over a real journal and real runs; the repository is gone, so each run fails. */
@Timeout(60)
class SchedulerTest {

    private static final Dataset CACHE = Environments.CACHE;
    /** Of the same server. */
    private static final Dataset USERS = new Dataset(
            "shop.cache.users",
            CACHE.workload(),
            "users",
            new Source.Stream(CACHE.kind(), "users", "acl"),
            CACHE.method(),
            CACHE.plan(),
            List.of());

    private static final Policy POLICY = PlanPolicies.policy("UTC", PlanPolicies.plan("system", "0 2 * * *"));

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(Instant.parse("2026-07-18T01:00:00Z"));
    private final InventoryBoard board = new InventoryBoard();
    private final List<String> maintained = new CopyOnWriteArrayList<>();
    private volatile boolean there;
    private final StandInRepository gone = new StandInRepository("critical") {
        @Override
        public String open() throws RepositoryException, InterruptedException {
            if (there) {
                return super.open();
            }
            throw new RepositoryException(Failure.NO_REPOSITORY, "it is gone");
        }

        @Override
        public OptionalLong prune() {
            maintained.add("prune");
            return OptionalLong.empty();
        }

        @Override
        public void check(String readDataSubset) {
            maintained.add("check " + readDataSubset);
        }

        @Override
        public void announce() {}
    };

    private Journal journal;
    private EngineDocker docker;
    private Runs runs;
    private Maintenance maintenance;

    @BeforeEach
    void start() {
        journal = Journal.open(directory.resolve("journal.db"), clock);
        docker = new EngineDocker(directory.resolve("docker.sock"), () -> "it-stack", () -> "image");
        Environments.Rooms rooms =
                Environments.of(directory, docker, POLICY, journal, clock, Environments.inventory(CACHE), name -> gone);
        runs = rooms.runs();
        SnapshotTrust trust = SnapshotTrust.of(journal, clock);
        maintenance = new Maintenance(
                name -> gone,
                trust,
                rooms.retention(),
                new SnapshotDeletion(trust, journal, () -> POLICY, rooms.retention()),
                journal.audit(),
                clock);
        board.put(Environments.inventory(CACHE));
    }

    @AfterEach
    void stop() throws Exception {
        runs.close();
        journal.close();
    }

    private Scheduler scheduler(Predicate<KnownDataset> awaitsPlan) {
        KnownDatasets datasets = new KnownDatasets(
                board,
                () -> POLICY,
                runs,
                FailedRunHistoryTest.history(journal),
                name -> new Circumstances.StorageState(Optional.empty(), true),
                awaitsPlan,
                USERS::equals);
        return new Scheduler(maintenance, datasets, new DueDecision(clock, journal.schedule()));
    }

    private void look(Scheduler scheduler) {
        scheduler.refresh(Set.of());
        scheduler.tick();
        await().until(runs::idle);
    }

    private List<Trigger> triggers() {
        return journal.runs().newest(CACHE.id(), 10).stream()
                .map(RunRecord::trigger)
                .toList();
    }

    @Test
    void aNewDatasetIsBackedUpAtOnce() {
        look(scheduler(dataset -> false));
        assertThat(triggers()).containsExactly(Trigger.DISCOVERED);
    }

    @Test
    void aFirstBackupWaitsForItsPlanInBackrest() {
        look(scheduler(dataset -> true));
        assertThat(triggers()).isEmpty();
    }

    @Test
    void aDatasetThatANewDatasetNeedsIsBackedUpWithIt() {
        RunRecords.succeed(journal, "r1", USERS.id(), clock.instant());
        Scheduler scheduler = scheduler(dataset -> false);
        board.put(Environments.inventory(USERS));
        look(scheduler);
        assertThat(journal.runs().newest(USERS.id(), 10)).hasSize(1);

        board.put(Environments.inventory(USERS, CACHE));
        look(scheduler);
        look(scheduler);

        assertThat(triggers()).containsExactly(Trigger.DISCOVERED);
        List<RunRecord> users = journal.runs().newest(USERS.id(), 10);
        assertThat(users).hasSize(2);
        assertThat(users.getFirst().identity().set())
                .isEqualTo(journal.runs()
                        .newest(CACHE.id(), 1)
                        .getFirst()
                        .identity()
                        .set());
    }

    @Test
    void aDatasetThatANewDatasetNeedsIsBackedUpAfterAJournalFailure() {
        RunRecords.succeed(journal, "r1", USERS.id(), clock.instant());
        board.put(Environments.inventory(USERS, CACHE));
        Scheduler scheduler = scheduler(dataset -> false);
        scheduler.refresh(Set.of());
        TestJournal.execute(
                directory.resolve("journal.db"),
                "CREATE TRIGGER full BEFORE INSERT ON run WHEN NEW.dataset = '" + USERS.id()
                        + "' BEGIN SELECT RAISE(ABORT, 'full'); END");
        assertThatThrownBy(scheduler::tick).isInstanceOf(JournalException.class);
        await().until(runs::idle);
        assertThat(triggers()).containsExactly(Trigger.DISCOVERED);

        TestJournal.execute(directory.resolve("journal.db"), "DROP TRIGGER full");
        look(scheduler);
        look(scheduler);
        assertThat(journal.runs().newest(USERS.id(), 10)).hasSize(2);
    }

    @Test
    void anOpenRunOfWhatANewDatasetNeedsIsFollowedByAnother() {
        RunRecords.succeed(journal, "r1", USERS.id(), clock.instant());
        board.put(Environments.inventory(USERS, CACHE));
        Scheduler scheduler = scheduler(dataset -> false);
        CountDownLatch held = new CountDownLatch(1);
        runs.listen(new RunEvents() {
            @Override
            public void warned(RunRecord run, RunFailure failure) {
                await().until(() -> held.getCount() == 0);
            }
        });
        runs.submit(List.of(USERS), Trigger.API);
        scheduler.refresh(Set.of());
        scheduler.tick();
        assertThat(journal.runs().newest(USERS.id(), 10)).hasSize(2);
        held.countDown();
        await().until(runs::idle);

        look(scheduler);
        look(scheduler);

        assertThat(journal.runs().newest(USERS.id(), 10)).hasSize(3);
    }

    @Test
    void aFailedBackupNamesItsContainerAndIsNotRepeatedWithoutAChange() {
        Scheduler scheduler = scheduler(dataset -> false);
        look(scheduler);
        assertThat(scheduler.refresh(Set.of())).containsExactly("0123456789ab");
        look(scheduler);
        assertThat(triggers()).containsExactly(Trigger.DISCOVERED);
    }

    @Test
    void aDuePlanBacksUpItsDatasets() {
        Scheduler scheduler = scheduler(dataset -> false);
        RunRecords.succeed(journal, "r1", CACHE.id(), clock.instant());
        look(scheduler);
        clock.advance(Duration.ofHours(1));
        look(scheduler);
        assertThat(triggers()).first().isEqualTo(Trigger.SCHEDULE);
        assertThat(scheduler.nextRuns()).isNotEmpty();
    }

    @Test
    void aBackupThatARestartInterruptedIsRepeatedOnce() {
        Scheduler scheduler = scheduler(dataset -> true);
        scheduler.catchUp(Set.of(CACHE.id()));
        look(scheduler);
        look(scheduler);
        assertThat(triggers()).containsExactly(Trigger.CATCH_UP);
    }

    @Test
    void theScheduleShowsWhenAUserLastStartedACheck() {
        Scheduler scheduler = scheduler(dataset -> true);
        look(scheduler);
        clock.advance(Duration.ofHours(5));

        scheduler.check("critical");

        assertThat(scheduler.nextRuns())
                .filteredOn(run -> run.task() == Task.CHECK)
                .singleElement()
                .satisfies(run -> assertThat(run.lastDone()).contains(clock.instant()));
    }

    @Test
    void dueMaintenanceStarts() {
        there = true;
        Scheduler scheduler = scheduler(dataset -> true);
        look(scheduler);
        clock.advance(Duration.ofHours(30).plusMinutes(1));
        look(scheduler);
        await().untilAsserted(() -> assertThat(maintained).contains("prune", "check 5%"));
    }

    @Test
    void aPruneByHandMakesUpForTheTimesThatPassed() {
        there = true;
        Scheduler scheduler = scheduler(_ -> false);

        MaintenanceJob job = scheduler.prune("critical");

        assertThat(job.state()).isEqualTo(MaintenanceJob.State.RUNNING);
        await().untilAsserted(() ->
                assertThat(maintenance.jobs().getFirst().state()).isEqualTo(MaintenanceJob.State.SUCCEEDED));
        assertThat(maintained).contains("prune");
        assertThat(journal.schedule().lastDone()).containsKey("prune:critical");
    }
}
