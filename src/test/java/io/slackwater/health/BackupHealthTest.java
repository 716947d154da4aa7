package io.slackwater.health;

import static io.slackwater.health.HealthScene.NIGHT;
import static io.slackwater.health.HealthScene.POLICY;
import static io.slackwater.health.HealthScene.SILENT;
import static io.slackwater.health.HealthScene.dataset;
import static io.slackwater.health.HealthScene.inventory;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.alert.StaleAlarms;
import io.slackwater.discovery.Inventory;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupHealthTest {

    @TempDir
    Path dir;

    private final TestClock clock = new TestClock(NIGHT.plus(Duration.ofHours(5)));
    private Journal journal;
    private BackupHealth health;

    @BeforeEach
    void open() {
        journal = Journal.open(dir.resolve("j.db"), clock);
        health = HealthScene.health(journal, clock);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private List<DatasetHealth> check(Inventory inventory) {
        return health.check(POLICY, Optional.of(inventory));
    }

    private DatasetHealth one(String id, String plan) {
        List<DatasetHealth> all = check(inventory(dataset(id, plan)));
        assertThat(all).extracting(DatasetHealth::dataset).containsExactly(id);
        return all.getFirst();
    }

    @Test
    void aDatasetWithoutABackupIsDown() {
        DatasetHealth orders = one("orders", "critical");
        assertThat(orders.why()).isEqualTo(HealthReason.NEVER);
        assertThat(orders.up()).isFalse();
        assertThat(orders.reason()).isEqualTo("It was never backed up successfully; none of its runs has ended yet.");
        assertThat(orders.interval()).contains(Duration.ofDays(1));
    }

    @Test
    void aDatasetWithARecentVerifiedSnapshotIsUp() {
        RunRecords.succeed(journal, "r1", "orders", NIGHT);
        DatasetHealth orders = one("orders", "critical");
        assertThat(orders.why()).isEqualTo(HealthReason.FRESH);
        assertThat(orders.up()).isTrue();
        assertThat(orders.reason()).isEqualTo("The newest verified snapshot is of 2026-06-01T00:00:31Z.");
        assertThat(orders.staleAt()).contains(Instant.parse("2026-06-02T06:00:00Z"));
    }

    @Test
    void aNewVerdictDoesNotMakeOldDataFresh() {
        RunRecord run = RunRecords.verifying(journal, "r1", "orders", NIGHT);
        RunRecord ended = RunRecords.in(run, RunState.SUCCEEDED, NIGHT.plus(Duration.ofHours(49)), "It is empty.");
        journal.verdicts().verified(RunRecords.verdict(ended, NIGHT), ended);
        clock.set(NIGHT.plus(Duration.ofHours(50)));
        DatasetHealth orders = one("orders", "critical");
        assertThat(orders.newest()).contains(NIGHT);
        // Two nights went by since its data are from, the first of them while it was still at work.
        assertThat(orders.staleAt()).contains(Instant.parse("2026-06-03T06:00:00Z"));
        assertThat(orders.reason()).isEqualTo("The newest verified snapshot is of 2026-06-01T00:00:30Z. It is empty.");
        clock.set(NIGHT.plus(Duration.ofHours(55)));
        assertThat(one("orders", "critical").why()).isEqualTo(HealthReason.STALE);
    }

    @Test
    void anOverdueDatasetIsDownWithTheMessageOfItsLastRun() {
        RunRecords.succeed(journal, "r1", "orders", NIGHT);
        RunRecords.end(journal, "r2", "orders", NIGHT.plus(Duration.ofDays(1)), RunState.FAILED, "The disk is full.");
        RunRecords.end(journal, "r3", "orders", NIGHT.plus(Duration.ofHours(25)), RunState.CANCELLED, "by a person");
        clock.set(NIGHT.plus(Duration.ofHours(31)));
        DatasetHealth orders = one("orders", "critical");
        assertThat(orders.why()).isEqualTo(HealthReason.STALE);
        assertThat(orders.state()).isEqualTo(DatasetHealth.State.FAILED);
        assertThat(orders.up()).isFalse();
        assertThat(orders.reason())
                .isEqualTo("The newest verified snapshot is of 2026-06-01T00:00:31Z; its schedule '0 2 * * *' requires"
                        + " a newer snapshot since 2026-06-02T06:00:00Z; its last run r2 ended FAILED at"
                        + " 2026-06-02T00:01:00Z: The disk is full.");
    }

    @Test
    void anUnverifiedRunDoesNotMakeADatasetFresh() {
        RunRecords.succeed(journal, "r1", "orders", NIGHT);
        RunRecords.end(journal, "r2", "orders", NIGHT.plus(Duration.ofDays(1)), RunState.UNVERIFIED, "sizes only");
        clock.set(NIGHT.plus(Duration.ofHours(31)));
        assertThat(one("orders", "critical").why()).isEqualTo(HealthReason.STALE);

        RunRecords.end(journal, "r3", "files", NIGHT, RunState.UNVERIFIED, "sizes only");
        DatasetHealth files = health.judge(POLICY, "files", "critical");
        assertThat(files.why()).isEqualTo(HealthReason.NEVER);
        assertThat(files.reason()).contains("r3 ended UNVERIFIED").contains("sizes only");
    }

    @Test
    void forgottenSnapshotsDoNotCount() {
        RunRecords.succeed(journal, "r1", "orders", NIGHT);
        journal.verdicts().forgotten("repo-1", Set.of("snap-r1"));
        DatasetHealth orders = one("orders", "critical");
        assertThat(orders.why()).isEqualTo(HealthReason.NEVER);
        assertThat(orders.reason()).contains("All its verified snapshots were removed");
    }

    @Test
    void damagedSnapshotsDoNotCount() {
        RunRecords.succeed(journal, "r1", "orders", NIGHT.minus(Duration.ofDays(2)));
        RunRecords.succeed(journal, "r2", "orders", NIGHT);
        assertThat(one("orders", "critical").up()).isTrue();
        journal.verdicts().damaged("repo-1", "snap-r2", NIGHT);
        DatasetHealth orders = one("orders", "critical");
        assertThat(orders.why()).isEqualTo(HealthReason.STALE);
        assertThat(orders.reason())
                .startsWith("The newest verified snapshot is of 2026-05-30T00:00:31Z;"
                        + " the snapshot of 2026-06-01T00:00:31Z is damaged; its schedule");
        journal.verdicts().damaged("repo-1", "snap-r1", NIGHT);
        assertThat(one("orders", "critical").reason())
                .isEqualTo("It has no verified snapshot;" + " the snapshot of 2026-06-01T00:00:31Z is damaged.");
    }

    @Test
    void aDatasetWithSuspectedDamageIsDownUntilItsNextSnapshot() {
        RunRecords.succeed(journal, "r1", "orders", NIGHT);
        journal.suspectedDamage()
                .begin("repo-1", "orders", NIGHT.plus(Duration.ofHours(1)), "snapshot 1234 is damaged");
        journal.suspectedDamage().begin("repo-2", "orders", NIGHT.plus(Duration.ofHours(9)), "another repository");
        DatasetHealth orders = one("orders", "critical");
        assertThat(orders.why()).isEqualTo(HealthReason.SUSPECTED_DAMAGE);
        assertThat(orders.up()).isFalse();
        assertThat(orders.reason())
                .contains("may be damaged since 2026-06-01T01:00:30Z", "snapshot 1234 is damaged")
                .doesNotContain("none of its runs");
        assertThat(StaleAlarms.of(List.of(orders)).getFirst().remedy())
                .contains("backup orders --wait", "check critical --wait");

        RunRecords.succeed(journal, "r2", "orders", NIGHT.plus(Duration.ofHours(2)));
        assertThat(one("orders", "critical").why()).isEqualTo(HealthReason.FRESH);
        journal.suspectedDamage().end("repo-1", "orders");
        assertThat(journal.suspectedDamage().of("repo-1", "orders")).isEmpty();
    }

    @Test
    void aDatasetWithASnapshotFromTheFutureIsDown() {
        RunRecords.succeed(journal, "r1", "orders", NIGHT.plus(Duration.ofDays(30)));
        DatasetHealth orders = one("orders", "critical");
        assertThat(orders.up()).isFalse();
        assertThat(orders.reason()).contains("in the future").contains("clock");
    }

    @Test
    void aDatasetOfADisabledPlanIsUpWithANote() {
        DatasetHealth orders = one("orders", "off");
        assertThat(orders.why()).isEqualTo(HealthReason.DISABLED);
        assertThat(orders.up()).isTrue();
        assertThat(orders.reason()).isEqualTo("Plan off is switched off in the policy; it has no verified snapshot.");
    }

    @Test
    void aSnapshotOfADisabledPlanIsFreshUntilTheScheduleWouldHaveReplacedIt() {
        RunRecords.succeed(journal, "r1", "orders", NIGHT);
        DatasetHealth orders = one("orders", "off");
        assertThat(orders.state()).isEqualTo(DatasetHealth.State.FRESH);
        assertThat(orders.reason()).startsWith("Plan off is switched off in the policy;");

        clock.set(NIGHT.plus(Duration.ofDays(90)));
        DatasetHealth later = one("orders", "off");
        assertThat(later.state()).isEqualTo(DatasetHealth.State.OVERDUE);
        assertThat(later.up()).isTrue();
        assertThat(later.reason()).startsWith("Plan off is switched off in the policy;");
    }

    @Test
    void aSnapshotOfADisabledPlanThatCannotBeRestoredIsDown() {
        RunRecords.succeed(journal, "r1", "orders", NIGHT);
        journal.suspectedDamage()
                .begin("repo-1", "orders", NIGHT.plus(Duration.ofHours(1)), "snapshot 1234 is damaged");

        DatasetHealth orders = one("orders", "off");
        assertThat(orders.state()).isEqualTo(DatasetHealth.State.NOT_RESTORABLE);
        assertThat(orders.up()).isFalse();
    }

    @Test
    void aDatasetOfAnUnknownPlanIsDown() {
        DatasetHealth orders = one("orders", "nightly");
        assertThat(orders.why()).isEqualTo(HealthReason.NO_PLAN);
        assertThat(orders.up()).isFalse();
        assertThat(orders.reason()).contains("'nightly'").contains("critical, off");
    }

    @Test
    void aGoneDatasetIsListedWhileItsSnapshotsAreKept() {
        RunRecords.succeed(journal, "r1", "old", NIGHT);
        RunRecords.end(journal, "r2", "passing", NIGHT, RunState.CANCELLED, "x");
        List<DatasetHealth> all = check(new Inventory(NIGHT, List.of(), List.of()));
        assertThat(all).extracting(DatasetHealth::dataset).containsExactly("old");
        assertThat(all.getFirst().why()).isEqualTo(HealthReason.GONE);
        assertThat(all.getFirst().up()).isTrue();
    }

    @Test
    void aVanishedDatasetIsDownUntilItIsAcknowledged() {
        RunRecords.succeed(journal, "r1", "old", NIGHT);
        DatasetHealth vanished = check(inventory(dataset("orders", "critical"))).getLast();
        assertThat(vanished.why()).isEqualTo(HealthReason.VANISHED);
        assertThat(vanished.up()).isFalse();
        assertThat(vanished.reason())
                .isEqualTo("Its workload shop-db exists, but no longer contains it; its one verified snapshot is kept,"
                        + " which is of 2026-06-01T00:00:31Z.");
        journal.datasets().gone("old", true);
        DatasetHealth gone = check(inventory(dataset("orders", "critical"))).getLast();
        assertThat(gone.why()).isEqualTo(HealthReason.GONE);
        assertThat(gone.reason()).contains("gone for good");
    }

    @Test
    void aVanishedDatasetStaysDownWhenItsWorkloadDisappearsOrHangs() {
        RunRecords.succeed(journal, "r1", "old", NIGHT);
        journal.datasets().named("old", dataset("old", "critical").name());
        health.remember(check(inventory(dataset("orders", "critical"))));
        Inventory nothing = new Inventory(NIGHT, List.of(), List.of());
        BackupHealth restarted = HealthScene.health(journal, clock);
        assertThat(restarted.hadVanished("old")).isTrue();
        for (Inventory now : List.of(nothing, SILENT)) {
            List<DatasetHealth> all = restarted.check(POLICY, Optional.of(now));
            restarted.remember(all);
            assertThat(all).extracting(DatasetHealth::why).containsExactly(HealthReason.VANISHED);
        }
        assertThat(restarted.check(POLICY, Optional.empty()))
                .extracting(DatasetHealth::why)
                .containsExactly(HealthReason.VANISHED);
        assertThat(check(nothing).getFirst().reason())
                .startsWith("Database old had vanished from its workload shop-db in the last survey; its one");
        journal.datasets().gone("old", true);
        assertThat(check(nothing)).extracting(DatasetHealth::why).containsExactly(HealthReason.GONE);
        journal.datasets().gone("old", false);
        health.remember(check(inventory(dataset("old", "critical"))));
        assertThat(health.hadVanished("old")).isFalse();
        assertThat(check(nothing)).extracting(DatasetHealth::why).containsExactly(HealthReason.GONE);
    }

    @Test
    void anOverdueDatasetStaysDownWhenItsWorkloadDisappears() {
        RunRecords.succeed(journal, "r1", "orders", NIGHT);
        Inventory nothing = new Inventory(NIGHT, List.of(), List.of());
        health.remember(check(inventory(dataset("orders", "critical"))));
        clock.advance(Duration.ofDays(3));
        assertThat(check(nothing)).extracting(DatasetHealth::why).containsExactly(HealthReason.GONE);
        health.remember(check(inventory(dataset("orders", "critical"))));
        health.remember(check(nothing));
        assertThat(check(nothing))
                .extracting(DatasetHealth::why, DatasetHealth::up)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(HealthReason.GONE_STALE, false));
    }

    @Test
    void theReasonOfAVanishedDatasetHasItsOriginalName() {
        RunRecords.succeed(journal, "r1", "old", NIGHT);
        journal.datasets().named("old", "we ird-DB");
        assertThat(check(inventory(dataset("orders", "critical"))).getLast().reason())
                .startsWith("Its workload shop-db exists, but no longer contains database we ird-DB;");
    }

    @Test
    void anUnreadableDatasetMustStillBeFresh() {
        RunRecords.succeed(journal, "r1", "old", NIGHT);
        assertThat(check(SILENT)).extracting(DatasetHealth::why).containsExactly(HealthReason.FRESH);
        clock.advance(Duration.ofDays(3));
        assertThat(check(SILENT)).extracting(DatasetHealth::why).containsExactly(HealthReason.STALE);
    }

    @Test
    void datasetsOfTheJournalMustStayFreshWhileDockerIsUnreachable() {
        RunRecords.succeed(journal, "r1", "orders", NIGHT);
        RunRecords.end(journal, "r2", "files", NIGHT, RunState.FAILED, "x");
        assertThat(health.check(POLICY, Optional.empty()))
                .extracting(DatasetHealth::dataset, DatasetHealth::why)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("files", HealthReason.NEVER),
                        org.assertj.core.groups.Tuple.tuple("orders", HealthReason.FRESH));
        clock.advance(Duration.ofDays(3));
        assertThat(health.check(POLICY, Optional.empty()))
                .extracting(DatasetHealth::up)
                .containsOnly(false);
    }
}
