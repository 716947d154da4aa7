package io.slackwater.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.Provisions;
import io.slackwater.discovery.Inventory;
import io.slackwater.docker.EngineDocker;
import io.slackwater.health.TestClock;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Poison;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoredObject;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.Verified;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Snapshot;
import io.slackwater.repository.StandInRepository;
import io.slackwater.repository.TreeRead;
import io.slackwater.run.Environments;
import io.slackwater.trust.RepositoryWork.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchRetentionTest {

    private static final Instant T0 = Instant.parse("2026-06-01T02:00:00Z");

    @TempDir
    Path directory;

    @Test
    void onlyDamageThatACheckFindsMakesDatasetsSuspect() {
        Clock clock = Clock.fixed(T0, ZoneOffset.UTC);
        RepositoryException damaged = new RepositoryException(Failure.DAMAGED, "unexpected EOF");
        Repository unlisted = new StandInRepository("critical") {
            @Override
            public List<Snapshot> snapshots(String... tags) throws RepositoryException {
                throw damaged;
            }
        };
        Repository checked = new StandInRepository("critical") {
            @Override
            public List<Snapshot> snapshots(String... tags) {
                return List.of(new Snapshot(
                        "snap-r1",
                        Optional.empty(),
                        T0.atOffset(ZoneOffset.UTC),
                        "it",
                        List.of(),
                        List.of(),
                        1,
                        "tree"));
            }

            @Override
            public void check(String readDataSubset) throws RepositoryException {
                throw damaged;
            }
        };
        try (Journal journal = Journal.open(directory.resolve("journal.db"), clock)) {
            RunRecords.succeed(journal, "r1", "shop.db.app", T0);
            retention(journal, unlisted, clock).closeRepository("critical");
            assertThat(journal.repositories().trouble("critical", Trouble.STRUCTURE))
                    .isPresent();
            assertThat(journal.suspectedDamage().in("repo-1")).isEmpty();

            retention(journal, checked, clock).closeRepository("critical");
            assertThat(journal.suspectedDamage().in("repo-1")).hasSize(1);
        }
    }

    @Test
    void eachRetentionIsReportedWithItsDurationAlsoWhenItFails() {
        TestClock clock = new TestClock(T0);
        Repository slow = new StandInRepository("critical") {
            @Override
            public List<Snapshot> snapshots(String... tags) {
                return List.of();
            }

            @Override
            public void check(String readDataSubset) throws RepositoryException {
                clock.advance(Duration.ofSeconds(90));
                if (clock.instant().isAfter(T0.plusSeconds(100))) {
                    throw new RepositoryException(Failure.NETWORK, "connection refused");
                }
            }
        };
        try (Journal journal = Journal.open(directory.resolve("journal.db"), clock)) {
            List<RepositoryWork> reported = new ArrayList<>();
            BatchRetention retention = retention(journal, slow, clock);
            retention.listen(reported::add);
            retention.closeRepository("critical");
            retention.closeRepository("critical");
            assertThat(reported)
                    .containsExactly(
                            new RepositoryWork(Operation.RETENTION, "critical", true, Duration.ofSeconds(90)),
                            new RepositoryWork(Operation.RETENTION, "critical", false, Duration.ofSeconds(90)));
        }
    }

    /** Keeps one day. Its repository holds the snapshots of the test. */
    private Environments.Rooms rooms(Journal journal, Clock clock, List<Snapshot> there) throws IOException {
        return rooms(journal, clock, there, false);
    }

    private Environments.Rooms rooms(Journal journal, Clock clock, List<Snapshot> there, boolean hold)
            throws IOException {
        Path policy = Files.writeString(directory.resolve("policy.yml"), """
                instance: it-stack
                timezone: UTC
                retention: { standard: { daily: 1, weekly: 0, monthly: 0, yearly: 0 } }
                hold: %s
                """.formatted(hold));
        Repository repository = new StandInRepository("system") {
            @Override
            public List<Snapshot> snapshots(String... tags) {
                return List.copyOf(there);
            }

            @Override
            public void forget(Collection<String> snapshots) {
                there.removeIf(snapshot -> snapshots.contains(snapshot.id()));
            }

            @Override
            public void check(String readDataSubset) {}
        };
        return Environments.of(
                directory,
                new EngineDocker(directory.resolve("docker.sock"), () -> "it-stack", () -> "image"),
                PolicyFile.load(policy),
                journal,
                clock,
                Environments.inventory(Environments.CACHE),
                name -> repository);
    }

    private static Snapshot snapshot(String run, Instant time, String... tags) {
        return new Snapshot(
                "snap-" + run,
                Optional.empty(),
                time.atOffset(ZoneOffset.UTC),
                "it-stack",
                List.of(),
                Stream.concat(Stream.of("created-by:it-stack"), Stream.of(tags)).toList(),
                1,
                "tree-" + run);
    }

    @Test
    void aSnapshotIsKeptWhileItIsBeingRestored() throws Exception {
        TestClock clock = new TestClock(T0);
        List<Snapshot> there = new CopyOnWriteArrayList<>();
        try (Journal journal = Journal.open(directory.resolve("journal.db"), clock)) {
            BatchRetention retention = rooms(journal, clock, there).retention();
            String dataset = Environments.CACHE.id();
            for (int day = 0; day < 2; day++) {
                Instant time = T0.plus(Duration.ofDays(day));
                RunRecords.succeed(journal, "r" + day, dataset, time);
                there.add(snapshot("r" + day, time));
            }
            RestoreRecord restore =
                    RestoreRecord.begun("restore", dataset, "snap-r0", "directory x", T0, Optional.empty());
            journal.restores().begin(restore, new RestoredObject(RestoredObject.Type.DIRECTORY, "", "x"));

            retention.close(List.of(Environments.CACHE));
            assertThat(there).extracting(Snapshot::id).containsExactly("snap-r0", "snap-r1");

            journal.restores().update(restore.end(RestoreRecord.State.SUCCEEDED, T0, ""));
            retention.close(List.of(Environments.CACHE));
            assertThat(there).extracting(Snapshot::id).containsExactly("snap-r1");
        }
    }

    /** The retention keeps the last snapshot of a day: here the good one, although the safety snapshot is younger. */
    @Test
    void aSafetySnapshotIsOutsideAllTiersAndKeptForSevenDays() throws Exception {
        TestClock clock = new TestClock(T0);
        List<Snapshot> there = new CopyOnWriteArrayList<>();
        try (Journal journal = Journal.open(directory.resolve("journal.db"), clock)) {
            BatchRetention retention = rooms(journal, clock, there).retention();
            String dataset = Environments.CACHE.id();
            RunRecords.succeed(journal, "good", dataset, T0);
            RunRecords.succeedForRestore(journal, "damaged", dataset, T0.plusSeconds(60));
            there.add(snapshot("good", T0));
            there.add(snapshot("damaged", T0.plusSeconds(60), "slackwater.run:damaged"));

            retention.close(List.of(Environments.CACHE));
            clock.advance(Duration.ofDays(7));
            retention.close(List.of(Environments.CACHE));
            assertThat(there).extracting(Snapshot::id).containsExactly("snap-good", "snap-damaged");

            clock.advance(Duration.ofMinutes(2));
            retention.close(List.of(Environments.CACHE));
            assertThat(there).extracting(Snapshot::id).containsExactly("snap-good");
        }
    }

    @Test
    void nothingIsForgottenWhileThePolicyHoldsAll() throws Exception {
        TestClock clock = new TestClock(T0);
        List<Snapshot> there = new CopyOnWriteArrayList<>();
        try (Journal journal = Journal.open(directory.resolve("journal.db"), clock)) {
            for (int day = 0; day < 2; day++) {
                Instant time = T0.plus(Duration.ofDays(day));
                RunRecords.succeed(journal, "r" + day, Environments.CACHE.id(), time);
                there.add(snapshot("r" + day, time));
            }

            rooms(journal, clock, there, true).retention().close(List.of(Environments.CACHE));
            assertThat(there).extracting(Snapshot::id).containsExactly("snap-r0", "snap-r1");

            rooms(journal, clock, there).retention().close(List.of(Environments.CACHE));
            assertThat(there).extracting(Snapshot::id).containsExactly("snap-r1");
        }
    }

    @Test
    void theRetentionOfAPlanIsAppliedToItsDatasetsAlone() throws Exception {
        TestClock clock = new TestClock(T0);
        List<Snapshot> there = new CopyOnWriteArrayList<>();
        try (Journal journal = Journal.open(directory.resolve("journal.db"), clock)) {
            BatchRetention retention = rooms(journal, clock, there).retention();
            for (int day = 0; day < 2; day++) {
                Instant time = T0.plus(Duration.ofDays(day));
                RunRecords.succeed(journal, "r" + day, Environments.CACHE.id(), time);
                RunRecords.succeed(journal, "other" + day, "shop.db.app", time);
                there.add(snapshot("r" + day, time));
                there.add(snapshot("other" + day, time));
            }
            Map<String, PlanPolicy> plans =
                    PolicyFile.load(directory.resolve("policy.yml")).plans();
            PlanPolicy system = Objects.requireNonNull(plans.get("system"));
            PlanPolicy models = Objects.requireNonNull(plans.get("models"));
            journal.datasets().hold(Environments.CACHE.id(), Optional.of("it shrank"));

            assertThat(retention.apply(models)).isEqualTo(new BatchRetention.Applied(0, List.of()));
            assertThat(retention.apply(system))
                    .isEqualTo(new BatchRetention.Applied(0, List.of(Environments.CACHE.id())));
            journal.datasets().hold(Environments.CACHE.id(), Optional.empty());
            assertThat(retention.apply(system)).isEqualTo(new BatchRetention.Applied(1, List.of()));

            assertThat(there).extracting(Snapshot::id).containsExactly("snap-other0", "snap-r1", "snap-other1");
        }
    }

    @Test
    void aPinnedSnapshotIsKeptUntilItIsUnpinned() throws Exception {
        TestClock clock = new TestClock(T0);
        List<Snapshot> there = new CopyOnWriteArrayList<>();
        try (Journal journal = Journal.open(directory.resolve("journal.db"), clock)) {
            BatchRetention retention = rooms(journal, clock, there).retention();
            for (int day = 0; day < 2; day++) {
                Instant time = T0.plus(Duration.ofDays(day));
                RunRecords.succeed(journal, "r" + day, Environments.CACHE.id(), time);
                there.add(snapshot("r" + day, time));
            }
            Verified pinned = journal.pins().candidates("snap-r0").getFirst();
            journal.pins().pin(pinned, T0);

            retention.close(List.of(Environments.CACHE));
            assertThat(there).extracting(Snapshot::id).containsExactly("snap-r0", "snap-r1");

            journal.pins().unpin(pinned);
            retention.close(List.of(Environments.CACHE));
            assertThat(there).extracting(Snapshot::id).containsExactly("snap-r1");
        }
    }

    /** A stop of Slackwater after the run, before its retention. */
    @Test
    void theNextLookRemovesWhatAnInterruptedRetentionLeft() throws Exception {
        TestClock clock = new TestClock(T0);
        List<Snapshot> there = new CopyOnWriteArrayList<>();
        try (Journal journal = Journal.open(directory.resolve("journal.db"), clock)) {
            Environments.Rooms rooms = rooms(journal, clock, there);
            RunRecords.succeed(journal, "r1", Environments.CACHE.id(), T0);
            there.add(snapshot("r1", T0));
            there.add(snapshot("hot", T0, TreeRead.HOT_TAG + ":r1"));
            journal.poison().add(new Poison("repo-1", Environments.CACHE.id(), "r1", Optional.of("snap-hot")));

            rooms.looks().look();

            Awaitility.await().until(rooms.looks()::idle);
            assertThat(there).extracting(Snapshot::id).containsExactly("snap-r1");
            assertThat(journal.poison().all()).isEmpty();
        }
    }

    @Test
    void aRepositoryThatIsReplacedIsListedAgainByTheNextLook() {
        AtomicReference<String> signs = new AtomicReference<>("first");
        AtomicInteger listed = new AtomicInteger();
        Repository repository = new StandInRepository("critical") {
            @Override
            public List<Snapshot> snapshots(String... tags) {
                listed.incrementAndGet();
                return List.of();
            }
        };
        TestClock clock = new TestClock(T0);
        int all = Provisions.policy().repositories().size();
        try (Journal journal = Journal.open(directory.resolve("journal.db"), clock)) {
            RepositoryLooks looks = new RepositoryLooks(
                    SnapshotTrust.of(journal, clock).alarms(),
                    journal.verdicts(),
                    Provisions::policy,
                    retention(journal, repository, clock),
                    name -> signs.get(),
                    () -> true);
            List<Integer> counts = new ArrayList<>();
            for (String next : List.of("first", "first", "second", "second")) {
                signs.set(next);
                looks.look();
                Awaitility.await().until(looks::idle);
                counts.add(listed.get());
            }

            assertThat(counts).containsExactly(all, all, 2 * all, 2 * all);
        }
    }

    private static BatchRetention retention(Journal journal, Repository repository, Clock clock) {
        SnapshotTrust trust = SnapshotTrust.of(journal, clock);
        return new BatchRetention(
                trust,
                journal,
                new PoisonCleanup(journal.poison(), trust, Provisions::policy, name -> repository, List.of()),
                Provisions::policy,
                () -> new Inventory(T0, List.of(), List.of()),
                name -> repository,
                clock);
    }
}
