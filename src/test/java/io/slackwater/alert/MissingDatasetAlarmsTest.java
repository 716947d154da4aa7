package io.slackwater.alert;

import static io.slackwater.alert.DatasetHealths.gone;
import static io.slackwater.alert.DatasetHealths.vanished;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.alert.Alarm.Severity;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Alarms about datasets that no longer exist. */
class MissingDatasetAlarmsTest {

    @Test
    void anOverdueDatasetKeepsItsAlarmWhenItsWorkloadDisappears() {
        assertThat(StaleAlarms.of(List.of(gone("orders", HealthReason.GONE_STALE))))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.key()).isEqualTo("stale:orders");
                    assertThat(alarm.severity()).isEqualTo(Severity.CRITICAL);
                    assertThat(alarm.remedy()).contains("docker compose up", "acknowledge orders");
                });
    }

    @Test
    void theRemedyForAMissingDatasetIsACommandThatWorksAsWritten() throws Exception {
        String database =
                remedy(gone("shop.db.x--1234abcd", HealthReason.VANISHED), Optional.of("we \"ird\"-'DB'"), true);
        String line = database.substring(database.indexOf("scripts/"), database.indexOf("; if it is gone"));
        Process shell =
                new ProcessBuilder("sh", "-c", line.replace("scripts/backrest-management.sh", "printf '<%s>'")).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("<restore><shop.db.x--1234abcd><--database><we \"ird\"-'DB'>");
        assertThat(remedy(gone("shop.db.app", HealthReason.VANISHED), Optional.of("app"), true))
                .contains("restore shop.db.app --database app;");
        assertThat(remedy(gone("shop.db.app", HealthReason.GONE), Optional.of("app"), true))
                .contains("docker compose up", "--database app --workload ID");
        assertThat(remedy(gone("shop.cache.rdb", HealthReason.VANISHED), Optional.of("rdb"), false))
                .contains("restore shop.cache.rdb --volume shop.cache.rdb-restored;");
    }

    @Test
    void aVanishedDatabaseRaisesACriticalAlarmWithItsNameAndRemedy() {
        DatasetHealth vanished = vanished("postgres");
        Alarm alarm = MissingDatasetAlarms.of(vanished, Optional.of("My Orders"), true, true);
        assertThat(alarm.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(alarm.key()).isEqualTo("stale:orders:gone");
        assertThat(alarm.title()).isEqualTo("Database My Orders (dataset orders) has vanished");
        assertThat(alarm.detail()).isEqualTo("The reason.");
        assertThat(alarm.remedy())
                .contains(
                        "backrest-management.sh restore orders --database 'My Orders'",
                        "backrest-management.sh acknowledge orders");
        assertThat(MissingDatasetAlarms.of(vanished, Optional.empty(), true, false)
                        .title())
                .isEqualTo("Dataset orders has vanished");
        assertThat(MissingDatasetAlarms.of(vanished("volume"), Optional.of("/data"), false, false)
                        .severity())
                .isEqualTo(Severity.WARNING);
        assertThat(StaleAlarms.of(List.of(vanished))).isEmpty();
        assertThat(RunAlarms.of(List.of(vanished), id -> false, id -> false)).isEmpty();
    }

    @Test
    void aDatasetRemovedWithItsWorkloadRaisesAWarningAfterItsPatience() {
        Alarm alarm = MissingDatasetAlarms.of(gone("orders", HealthReason.GONE), Optional.of("app"), true, true);
        assertThat(alarm.severity()).isEqualTo(Severity.WARNING);
        assertThat(alarm.title()).isEqualTo("Dataset orders no longer exists");
        assertThat(alarm.patience()).isEqualTo(Duration.ofMinutes(15));
    }

    private static String remedy(DatasetHealth health, Optional<String> name, boolean intoServer) {
        return MissingDatasetAlarms.remedy(health, name, intoServer).english();
    }
}
