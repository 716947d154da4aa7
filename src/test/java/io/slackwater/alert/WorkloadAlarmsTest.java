package io.slackwater.alert;

import static io.slackwater.alert.DatasetHealths.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.alert.Alarm.Severity;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.journal.EndCause;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadAlarmsTest {

    private static Alarm alarm(DatasetHealth... datasets) {
        List<Alarm> alarms =
                WorkloadAlarms.of(Map.of("shop-db", Arrays.asList(datasets)), one -> "restore " + one.dataset());
        assertThat(alarms).hasSize(1);
        return alarms.getFirst();
    }

    @Test
    void aStoppedDatabaseHasOneAlarmThatNamesItsDatasets() {
        Alarm alarm = alarm(
                of("shop.db.app", HealthReason.FRESH, EndCause.NOT_RUNNING),
                of("shop.db.roles", HealthReason.FRESH, EndCause.NOT_RUNNING));

        assertThat(alarm.key()).isEqualTo("workload:shop-db");
        assertThat(alarm.workload()).isEqualTo("shop-db");
        assertThat(alarm.severity()).isEqualTo(Severity.WARNING);
        assertThat(alarm.title()).isEqualTo("No container of workload shop-db runs");
        assertThat(alarm.detail())
                .isEqualTo("The message. Backups failed because of that: shop.db.app, shop.db.roles.");
        assertThat(alarm.remedy()).contains("docker compose up -d", "alarms acknowledge workload:shop-db");
        assertThat(alarm.cause()).isEqualTo("STOPPED");
        assertThat(alarm.patience()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void theAlarmIsCriticalOnceADatasetHasNoFreshBackup() {
        Alarm alarm = alarm(
                of("shop.db.app", HealthReason.STALE, EndCause.NOT_RUNNING),
                of("shop.db.roles", HealthReason.FRESH, EndCause.NOT_RUNNING));

        assertThat(alarm.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(alarm.detail()).endsWith("Without a fresh backup: shop.db.app.");
        assertThat(alarm.cause()).as("a new notice").isEqualTo("STOPPED, NO_FRESH_BACKUP");
    }

    @Test
    void aRemovedDatabaseHasOneAlarmWithTheCommandsForItsDatasets() {
        Alarm alarm = alarm(
                of("shop.db.app", HealthReason.GONE, EndCause.NONE),
                of("shop.db.roles", HealthReason.GONE, EndCause.NONE));

        assertThat(alarm.title()).isEqualTo("Workload shop-db no longer exists");
        assertThat(alarm.severity()).isEqualTo(Severity.WARNING);
        assertThat(alarm.detail()).contains("shop.db.app, newest of 2026-03-01", "shop.db.roles, newest of");
        assertThat(alarm.remedy())
                .contains(
                        "docker compose up -d starts it again. Or restore its data elsewhere: restore shop.db.app; restore shop.db.roles.",
                        "acknowledge shop.db.app; scripts/backrest-management.sh acknowledge shop.db.roles.");
        assertThat(alarm.patience()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void aRemovedWorkloadWithoutASnapshotHasNothingToRestore() {
        assertThat(alarm(DatasetHealths.health(
                                HealthReason.GONE_STALE, LastRuns.failed(EndCause.NOT_RUNNING, "It is gone.")))
                        .remedy())
                .startsWith("docker compose up -d starts it again. If it is gone for good: ");
    }
}
