package io.slackwater.health;

import static io.slackwater.health.HealthScene.NIGHT;
import static io.slackwater.health.HealthScene.POLICY;
import static io.slackwater.health.HealthScene.SILENT;
import static io.slackwater.health.HealthScene.dataset;
import static io.slackwater.health.HealthScene.inventory;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.MissingDatasetAlarms;
import io.slackwater.alert.RunAlarms;
import io.slackwater.alert.StaleAlarms;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Scope;
import io.slackwater.discovery.Subject;
import io.slackwater.discovery.Uncovered;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Mount;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.RepositoryTrouble;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health of datasets that are removed, excluded, overdue or not restorable. */
class GoneHealthTest {

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

    @Test
    void aGoneDatasetWithoutABackupAlarmsUntilItIsAcknowledged() {
        RunRecords.end(journal, "r1", "orders", NIGHT, RunState.FAILED, "The server is away.");
        DatasetHealth gone = check(new Inventory(NIGHT, List.of(), List.of())).getFirst();
        assertThat(gone.why()).isEqualTo(HealthReason.GONE_STALE);
        assertThat(gone.up()).isFalse();
        assertThat(gone.reason())
                .isEqualTo("It no longer exists in Docker, and it was never backed up successfully; its last run r1"
                        + " ended FAILED at 2026-06-01T00:01:00Z: The server is away.");
        assertThat(RunAlarms.of(List.of(gone), journal.datasets()::gone, id -> false))
                .extracting(Alarm::key)
                .containsExactly("run:orders");
        assertThat(StaleAlarms.of(List.of(gone))).singleElement().satisfies(alarm -> {
            assertThat(alarm.title()).isEqualTo("Dataset orders is gone and never had a backup");
            assertThat(alarm.patience()).isEqualTo(Duration.ofHours(1));
        });
        // Of a database that was dropped nothing can be brought back, and its server is well.
        DatasetHealth dropped = check(inventory(dataset("app", "critical"))).getLast();
        assertThat(dropped.why()).isEqualTo(HealthReason.GONE);
        assertThat(dropped.reason())
                .startsWith("Its workload shop-db exists, but no longer contains it, and it was never backed up");
        assertThat(RunAlarms.of(List.of(dropped), journal.datasets()::gone, id -> false))
                .as("the remedy does not ask for an impossible backup")
                .isEmpty();
        assertThat(StaleAlarms.of(List.of(dropped))).isEmpty();
        assertThat(check(SILENT)).extracting(DatasetHealth::why).containsExactly(HealthReason.NEVER);

        journal.datasets().gone("orders", true);
        assertThat(check(new Inventory(NIGHT, List.of(), List.of()))).isEmpty();
        journal.datasets().gone("orders", false);
        RunRecords.succeed(journal, "r2", "orders", NIGHT.plusSeconds(60));
        assertThat(check(inventory(dataset("orders", "critical"))))
                .extracting(DatasetHealth::why)
                .containsExactly(HealthReason.FRESH);
    }

    @Test
    void aVolumeThatADumpCoversRaisesNoAlarm() {
        RunRecords.succeed(journal, "r1", "shop.db.srv-pg", NIGHT);
        RunRecords.end(journal, "r2", "shop.db.srv-pg", NIGHT.plusSeconds(60), RunState.FAILED, "It is a socket.");
        Inventory found = inventory(dataset("app", "critical"));
        Inventory covered = new Inventory(
                NIGHT,
                found.workloads(),
                List.of(new Uncovered(
                        Uncovered.Severity.NOTE,
                        new WorkloadId("shop", "db"),
                        new Subject.Mounted(
                                new Mount(Mount.Type.VOLUME, "pg", Path.of("/srv/pg"), "/pg", true, "local"),
                                "shop.db.srv-pg"),
                        "covered by the dump",
                        "nothing",
                        Uncovered.Gap.COVERED)));
        DatasetHealth health = check(covered).getLast();
        assertThat(health.why()).isEqualTo(HealthReason.COVERED);
        assertThat(health.up()).isTrue();
        assertThat(health.why().missing())
                .as("the remedy does not ask for an acknowledgement")
                .isFalse();
        assertThat(health.reason()).contains("database dump", "one verified snapshot is kept");
        assertThat(RunAlarms.of(List.of(health), journal.datasets()::gone, id -> false))
                .isEmpty();
        assertThat(StaleAlarms.of(List.of(health))).isEmpty();
    }

    @Test
    void aFreshDatasetIsDownWhileALabelOfItsContainerIsWrong() {
        RunRecords.succeed(journal, "r1", "orders", NIGHT);
        String workload = journal.runs().find("r1").orElseThrow().workload();
        int dash = workload.indexOf('-');
        WorkloadId id = new WorkloadId(workload.substring(0, dash), workload.substring(dash + 1));
        Uncovered wrong = new Uncovered(
                Uncovered.Severity.ALARM,
                id,
                new Subject.Whole("service web"),
                "the label slackwater.freeze.max has the value 'soon'",
                "allowed: seconds",
                Uncovered.Gap.LABEL);
        DatasetHealth health =
                check(new Inventory(NIGHT, List.of(), List.of(wrong))).getLast();
        assertThat(health.why()).isEqualTo(HealthReason.MISLABELLED);
        assertThat(health.state()).isEqualTo(DatasetHealth.State.FRESH);
        assertThat(health.up()).isFalse();
        assertThat(health.reason()).contains("No further backup is made", "'soon'", "Allowed: seconds");
        assertThat(StaleAlarms.of(List.of(health)))
                .as("the alarm about the label says it")
                .isEmpty();
        clock.advance(Duration.ofDays(3));
        assertThat(check(new Inventory(NIGHT, List.of(), List.of(wrong)))
                        .getLast()
                        .why())
                .isEqualTo(HealthReason.STALE);
    }

    @Test
    void anOverdueDatasetNamesItsLastRun() {
        RunRecords.succeed(journal, "r1", "orders", NIGHT);
        clock.set(NIGHT.plus(Duration.ofHours(31)));
        assertThat(health.judge(POLICY, "orders", "critical").reason())
                .endsWith("requires a newer snapshot since 2026-06-02T06:00:00Z; its last run succeeded at"
                        + " 2026-06-01T00:01:00Z.");
    }

    @Test
    void aDatasetOutOfScopeIsDownUntilItIsAcknowledged() {
        RunRecords.succeed(journal, "r1", "orders", NIGHT);
        WorkloadId db = new WorkloadId("shop", "db");
        Inventory left = new Inventory(
                NIGHT,
                List.of(),
                List.of(),
                new Scope(
                        Set.of("shopp"),
                        List.of(),
                        List.of(new Scope.Outside(db, new Subject.Whole("service db of project shop")))));
        DatasetHealth out = check(left).getFirst();
        assertThat(out.why()).isEqualTo(HealthReason.OUT_OF_SCOPE);
        assertThat(out.up()).isFalse();
        assertThat(out.reason()).contains("Its container exists").doesNotContain("no longer exists");
        assertThat(StaleAlarms.of(List.of(out)))
                .as("there is one alarm, which says more")
                .isEmpty();
        Alarm alarm = MissingDatasetAlarms.of(out, Optional.empty(), true, true);
        assertThat(alarm.title()).contains("projects of the policy exclude it");
        assertThat(alarm.remedy()).contains("projects in backrest-config/policy.yml", "acknowledge orders");

        journal.datasets().gone("orders", true);
        assertThat(check(left).getFirst().up()).isTrue();
    }

    @Test
    void aSnapshotIsRestorableByTheRepositoryThatContainsIt() {
        RunRecords.succeedIn(journal, "r1", "orders", "4f1a", NIGHT);
        assertThat(check(inventory(dataset("orders", "critical"))).getFirst().why())
                .as("its repository was not opened since, so the repository of its plan counts")
                .isEqualTo(HealthReason.FRESH);
        journal.repositories().named("4f1a", "far");
        DatasetHealth elsewhere =
                check(inventory(dataset("orders", "critical"))).getFirst();
        assertThat(elsewhere.why()).isEqualTo(HealthReason.NO_REPOSITORY);
        assertThat(elsewhere.up()).isFalse();
        assertThat(elsewhere.reason())
                .contains("in repository 'far', which is not in the policy (repositories: critical)");
        assertThat(StaleAlarms.of(List.of(elsewhere))).singleElement().satisfies(alarm -> {
            assertThat(alarm.title()).contains("orders are in no repository of the policy");
            assertThat(alarm.remedy()).contains("Put repository far back", "backup orders --wait");
        });
        assertThat(BackupResult.of(elsewhere, Optional.empty(), Optional.empty(), false)
                        .level())
                .isEqualTo(BackupResult.Level.FAILED);

        RunRecords.succeed(journal, "r2", "orders", NIGHT.plusSeconds(60));
        assertThat(check(inventory(dataset("orders", "critical"))).getFirst().why())
                .isEqualTo(HealthReason.FRESH);
    }

    @Test
    void anUnrestorableDatasetIsDownEvenIfFresh() {
        RunRecords.succeed(journal, "r1", "orders", NIGHT);
        journal.repositories()
                .begin(
                        "critical",
                        new RepositoryTrouble(
                                Trouble.UNUSABLE,
                                "wrong-key",
                                "repository critical: wrong password. Put the right key file back."));
        DatasetHealth shut = check(inventory(dataset("orders", "critical"))).getFirst();
        assertThat(shut.why()).isEqualTo(HealthReason.NOT_RESTORABLE);
        assertThat(shut.up()).isFalse();
        assertThat(shut.reason()).contains("repository critical: wrong password");
        assertThat(StaleAlarms.of(List.of(shut)))
                .as("the repository's own alarm says it once for all")
                .isEmpty();
        assertThat(BackupResult.of(shut, Optional.empty(), Optional.empty(), false)
                        .level())
                .isEqualTo(BackupResult.Level.FAILED);

        journal.repositories().end("critical", Trouble.UNUSABLE);
        assertThat(check(inventory(dataset("orders", "critical"))).getFirst().why())
                .isEqualTo(HealthReason.FRESH);
    }
}
