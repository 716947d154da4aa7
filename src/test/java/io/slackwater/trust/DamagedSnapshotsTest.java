package io.slackwater.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.docker.EngineDocker;
import io.slackwater.health.TestClock;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.Verified;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Snapshot;
import io.slackwater.repository.StandInRepository;
import io.slackwater.run.Environments;
import io.slackwater.run.Maintenance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A dataset of which one snapshot a day is kept. */
@Timeout(60)
class DamagedSnapshotsTest {

    private static final Instant DAY = Instant.parse("2026-06-01T01:00:00Z");
    private static final String PACK = "ab".repeat(32);
    private static final String ID = Environments.CACHE.id();

    @TempDir
    Path directory;

    private final List<Snapshot> there = new ArrayList<>();
    private final List<String> forgotten = new ArrayList<>();
    private final List<String> checks = new CopyOnWriteArrayList<>();
    private volatile boolean damaged;
    private volatile boolean structureToo;
    private volatile Failure found = Failure.DAMAGED;
    private final TestClock clock = new TestClock(DAY);
    private Journal journal;
    private EngineDocker docker;
    private RepositoryAlarms alarms;
    private DamagedSnapshots damagedSnapshots;
    private BatchRetention closing;
    private Maintenance maintenance;

    private final Repository repository = new StandInRepository("system") {
        @Override
        public List<Snapshot> snapshots(String... tags) {
            return List.copyOf(there);
        }

        @Override
        public void forget(Collection<String> snapshots) {
            forgotten.addAll(snapshots);
            there.removeIf(snapshot -> snapshots.contains(snapshot.id()));
        }

        /** The structure stays intact, so only a check that reads the data finds the damage. */
        @Override
        public void check(String readDataSubset) throws RepositoryException {
            checks.add(readDataSubset);
            if (damaged && (structureToo || !readDataSubset.isEmpty())) {
                throw new RepositoryException(found, "a pack is not what it was: pack " + PACK);
            }
        }
    };

    @BeforeEach
    void open() throws Exception {
        Path file = Files.writeString(directory.resolve("policy.yml"), """
                instance: it-stack
                timezone: UTC
                retention: { standard: { daily: 1, weekly: 0, monthly: 0, yearly: 0 } }
                limits: { unverifiedDays: 7 }
                """);
        Policy policy = PolicyFile.load(file);
        journal = Journal.open(directory.resolve("journal.db"), clock);
        docker = new EngineDocker(directory.resolve("docker.sock"), () -> "it-stack", () -> "image");
        SnapshotTrust trust = SnapshotTrust.of(journal, clock);
        alarms = trust.alarms();
        damagedSnapshots = trust.damaged();
        closing = Environments.of(
                        directory,
                        docker,
                        policy,
                        journal,
                        clock,
                        Environments.inventory(Environments.CACHE),
                        name -> repository)
                .retention();
        maintenance = new Maintenance(
                name -> repository,
                trust,
                closing,
                new SnapshotDeletion(trust, journal, () -> policy, closing),
                journal.audit(),
                clock);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    /** A verified backup of that day, and the retention after it. */
    private Verified backup(int day) {
        Instant now = DAY.plus(Duration.ofDays(day));
        clock.set(now);
        String run = "r" + day;
        RunRecords.succeed(journal, run, ID, now);
        there.add(new Snapshot(
                "snap-" + run,
                Optional.empty(),
                now.atOffset(ZoneOffset.UTC),
                "it-stack",
                List.of(),
                List.of("plan:" + ID, "created-by:it-stack", "slackwater.run:" + run),
                1,
                "tree-" + run));
        Verified verified = journal.verdicts().of(ID).getFirst();
        closing.close(List.of(Environments.CACHE));
        return verified;
    }

    private void checked() {
        clock.set(clock.instant().plusSeconds(60));
        int before = checks.size();
        maintenance.check("system", "5%");
        await().until(() -> checks.size() > before
                && !maintenance.checked("system").equals(Optional.of(Maintenance.Check.RUNNING)));
    }

    private List<String> verified() {
        return journal.verdicts().of(ID).stream().map(Verified::snapshot).toList();
    }

    @Test
    void aDamagedSnapshotDoesNotCountAndReplacesNoGoodSnapshot() {
        backup(1);
        Verified bad = backup(2);
        assertThat(forgotten).as("one a day, and only one").containsExactly("snap-r1");
        alarms.damaged("system", bad, "a restore failed: a blob is damaged.");

        backup(3);
        backup(4);
        assertThat(forgotten).as("what is good may be among the old").containsExactly("snap-r1");
        assertThat(verified()).containsExactly("snap-r4", "snap-r3");
        assertThat(alarms.reason("system"))
                .as("a look at the structure says nothing of the data")
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains(
                                "a blob is damaged",
                                "snap-r2",
                                ID,
                                "scripts/backrest-management.sh check system --wait"));

        // There was time to save something of it, and there are newer ones.
        backup(10);
        assertThat(there).extracting(Snapshot::id).doesNotContain("snap-r2").contains("snap-r3", "snap-r4");
        backup(11);
        assertThat(alarms.reason("system")).isEmpty();
        assertThat(there).extracting(Snapshot::id).containsExactly("snap-r11");
    }

    @Test
    void theOnlySnapshotIsKeptDespiteDamageUntilANewerSnapshot() {
        Verified bad = backup(1);
        alarms.damaged("system", bad, "a restore failed.");
        clock.set(DAY.plus(Duration.ofDays(100)));
        closing.close(List.of(Environments.CACHE));
        assertThat(there).hasSize(1);
        assertThat(alarms.reason("system")).isPresent();

        // A person forgets it: it is gone, but nothing has taken its place.
        there.clear();
        closing.close(List.of(Environments.CACHE));
        assertThat(alarms.reason("system")).isPresent();
        backup(101);
        assertThat(alarms.reason("system")).isEmpty();
        assertThat(journal.verdicts().damaged()).isEmpty();
    }

    @Test
    void aDamagedSnapshotCountsAgainAfterACompleteGoodCheck() {
        Verified bad = backup(1);
        alarms.damaged("system", bad, "a restore failed.");
        assertThat(verified()).isEmpty();
        damaged = true;
        checked();
        assertThat(verified()).isEmpty();
        assertThat(alarms.reason("system")).isPresent();

        damaged = false;
        checked();
        assertThat(checks).endsWith("100%", "100%");
        await().untilAsserted(() -> assertThat(alarms.reason("system")).isEmpty());
        assertThat(verified()).containsExactly("snap-r1");
        checked();
        assertThat(checks).as("no damage is suspected any more").endsWith("5%");
    }

    @Test
    void damageFoundByACheckAlarmsAndStopsRetentionUntilACompleteCheck() {
        Verified first = backup(1);
        damaged = true;
        checked();
        await().untilAsserted(() -> assertThat(alarms.reason("system")).isPresent());
        assertThat(journal.suspectedDamage().of(first))
                .as("whose data they are is not known")
                .hasValueSatisfying(doubt -> assertThat(doubt.reason()).contains("a check", "repository system"));

        Verified whole = backup(2);
        assertThat(damagedSnapshots.maybe("repo-1", ID))
                .as("what is stored now is read back whole")
                .isTrue();
        checked();
        await().until(() -> maintenance.checked("system").equals(Optional.of(Maintenance.Check.FAILED)));
        assertThat(journal.suspectedDamage().of(whole))
                .as("a check names no snapshot")
                .isPresent();
        assertThat(journal.suspectedDamage().of(first)).isPresent();
        damaged = false;
        backup(3);
        assertThat(checks).endsWith("100%", "");
        assertThat(alarms.reason("system"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("a pack is not what it was"));
        assertThat(forgotten).isEmpty();

        checked();
        await().untilAsserted(() -> assertThat(alarms.reason("system")).isEmpty());
        assertThat(checks).endsWith("100%");
        backup(4);
        assertThat(there).extracting(Snapshot::id).containsExactly("snap-r4");
    }

    @Test
    void aCheckThatMeetsALockDoesNotStopRetention() {
        List<RepositoryWork> reported = new CopyOnWriteArrayList<>();
        maintenance.listen(reported::add);
        backup(1);
        damaged = true;
        found = Failure.LOCKED;
        checked();
        await().untilAsserted(() -> assertThat(reported)
                .containsExactly(new RepositoryWork(RepositoryWork.Operation.CHECK, "system", false, Duration.ZERO)));
        assertThat(maintenance.checked("system")).contains(Maintenance.Check.FAILED);
        assertThat(alarms.waiting("system")).isPresent();
        assertThat(alarms.reason("system")).isEmpty();

        backup(2);
        assertThat(forgotten).containsExactly("snap-r1");
        assertThat(alarms.waiting("system")).isEmpty();
    }

    @Test
    void onlyAFailedCheckSuspectsSnapshots() {
        Verified only = backup(1);
        damaged = true;
        for (Failure away : List.of(Failure.NETWORK, Failure.IDLE, Failure.OTHER)) {
            found = away;
            checked();
            await().untilAsserted(() -> assertThat(alarms.reason("system")).isPresent());
            assertThat(journal.suspectedDamage().of(only)).as(away.name()).isEmpty();
        }
        found = Failure.DAMAGED;
        structureToo = true;
        clock.set(clock.instant().plusSeconds(60));
        closing.close(List.of(Environments.CACHE));
        assertThat(journal.suspectedDamage().of(only)).isPresent();
    }

    @Test
    void snapshotsThatMayShareDamageAreSuspectUntilACompleteCheck() {
        Verified old = backup(1);
        clock.set(clock.instant().plusSeconds(60));
        alarms.unreadable("system", "repo-1", ID, "a blob cannot be read.");
        assertThat(alarms.reason("system"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("a blob cannot be read", ID));
        assertThat(journal.suspectedDamage().of(old)).isPresent();
        assertThat(damagedSnapshots.maybe("repo-1", ID)).isTrue();

        Verified whole = backup(2);
        assertThat(journal.suspectedDamage().of(whole)).isEmpty();
        assertThat(journal.suspectedDamage().of(old)).isPresent();
        assertThat(forgotten).as("what is old may be all that is good").isEmpty();
        checked();
        assertThat(checks).endsWith("100%");
        assertThat(journal.suspectedDamage().of(old)).isEmpty();
        assertThat(alarms.reason("system")).isEmpty();
        assertThat(maintenance.checked("system")).contains(Maintenance.Check.GOOD);

        alarms.damaged("system", whole, "a restore failed.");
        assertThat(journal.suspectedDamage().of(old)).isPresent();
        backup(10);
        backup(11);
        closing.close(List.of(Environments.CACHE));
        assertThat(there).extracting(Snapshot::id).containsExactly("snap-r11");
        assertThat(damagedSnapshots.maybe("repo-1", ID))
                .as("nothing is left of it")
                .isFalse();
    }

    @Test
    void aRepairedSnapshotIsIncompleteAndDoesNotCount() {
        Verified cut = backup(1);
        Snapshot before = there.removeFirst();
        // As restic repair snapshots --forget leaves it: another id and content, the rest as it was.
        there.add(new Snapshot(
                "repaired",
                Optional.of(before.id()),
                before.time(),
                before.hostname(),
                before.paths(),
                before.tags(),
                before.bytes(),
                "tree-less"));
        closing.close(List.of(Environments.CACHE));
        assertThat(verified()).isEmpty();
        assertThat(alarms.reason("system"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("rewrote", cut.snapshot()));
        checked();
        assertThat(checks).endsWith("100%");
        assertThat(verified()).isEmpty();
        assertThat(there).extracting(Snapshot::id).containsExactly("repaired");

        backup(2);
        backup(10);
        closing.close(List.of(Environments.CACHE));
        assertThat(alarms.reason("system")).isEmpty();
        assertThat(there).extracting(Snapshot::id).containsExactly("snap-r10");
    }

    @Test
    void aSnapshotWithRewrittenTagsStillCounts() {
        backup(1);
        Snapshot before = there.removeFirst();
        there.add(new Snapshot(
                "tagged",
                Optional.of(before.id()),
                before.time(),
                before.hostname(),
                before.paths(),
                before.tags(),
                before.bytes(),
                before.tree()));
        closing.close(List.of(Environments.CACHE));
        assertThat(verified()).containsExactly("snap-r1");
        assertThat(alarms.reason("system")).isEmpty();
    }
}
