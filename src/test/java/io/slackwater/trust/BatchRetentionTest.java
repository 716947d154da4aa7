package io.slackwater.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.Provisions;
import io.slackwater.discovery.Inventory;
import io.slackwater.health.TestClock;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.RunRecords;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Snapshot;
import io.slackwater.repository.StandInRepository;
import io.slackwater.trust.RepositoryWork.Operation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private static BatchRetention retention(Journal journal, Repository repository, Clock clock) {
        SnapshotTrust trust = SnapshotTrust.of(journal, clock);
        return new BatchRetention(
                trust,
                journal.verdicts(),
                new PoisonCleanup(journal.poison(), trust, Provisions::policy, name -> repository, List.of()),
                Provisions::policy,
                () -> new Inventory(T0, List.of(), List.of()),
                name -> repository,
                clock);
    }
}
