package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.policy.CronSchedule;
import io.slackwater.policy.PlanPolicies;
import io.slackwater.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RpoAlarmsTest {

    private static final Instant NOW = Instant.parse("2026-06-15T03:00:00Z");

    private static Policy policy(String schedule, boolean enabled, Duration rpo) {
        return PlanPolicies.policy(
                "Europe/Zurich", PlanPolicies.withRpo(PlanPolicies.plan("critical", schedule, enabled), rpo));
    }

    private static DatasetHealth dataset(String id, HealthReason why, Optional<Instant> newest) {
        return new DatasetHealth(
                id,
                "critical",
                why,
                "",
                newest,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static DatasetHealth aged(String id, Duration age) {
        return dataset(id, HealthReason.FRESH, Optional.of(NOW.minus(age)));
    }

    private static List<Alarm> alarms(Policy policy, DatasetHealth... datasets) {
        return new RpoAlarms().of(policy, List.of(datasets), NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "0 2 * * *, 24",
        "0 2 * * 1-5, 72",
        "0 2 * * 0, 168",
        "0 * * * *, 1",
        "0 8-18 * * *, 14",
        "0 8-18 * * 1-5, 62",
        "0 2 1 * *, 744",
        "0 0 1 1 *, 8760"
    })
    void theLongestTimeBetweenTwoTimesOfAScheduleIncludesNightsAndWeekends(String schedule, long hours) {
        assertThat(new ScheduleGap().longest(new CronSchedule(schedule))).isEqualTo(Duration.ofHours(hours));
    }

    @Test
    void aScheduleThatIsTooRareForTheRpoRaisesAnAlarm() {
        assertThat(alarms(policy("0 2 * * 1-5", true, Duration.ofHours(26))))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.key()).isEqualTo("plan:critical");
                    assertThat(alarm.severity()).isEqualTo(Alarm.Severity.WARNING);
                    assertThat(alarm.cause()).isEqualTo("SCHEDULE");
                    assertThat(alarm.detail()).contains("72 h", "'0 2 * * 1-5'", "26 h");
                    assertThat(alarm.remedy()).contains("plans.critical.schedule", "plans.critical.rpo");
                });
        assertThat(alarms(policy("0 2 * * *", true, Duration.ofHours(24)))).isEmpty();
    }

    @Test
    void dataThatAreOlderThanTheRpoRaiseACriticalAlarmWithTheDatasets() {
        Policy policy = policy("0 2 * * *", true, Duration.ofHours(26));
        assertThat(alarms(
                        policy,
                        aged("shop.db.b", Duration.ofHours(27)),
                        aged("shop.db.a", Duration.ofHours(30)),
                        aged("shop.db.c", Duration.ofHours(26))))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.key()).isEqualTo("plan:critical");
                    assertThat(alarm.severity()).isEqualTo(Alarm.Severity.CRITICAL);
                    assertThat(alarm.cause()).isEqualTo("DATA, shop.db.a, shop.db.b");
                    assertThat(alarm.detail())
                            .contains("shop.db.b of 2026-06-14T00:00:00Z")
                            .doesNotContain("shop.db.c");
                    assertThat(alarm.remedy()).contains("backup shop.db.a --wait");
                    assertThat(alarm.patience())
                            .as("the nightly backup begins when the data are a day old, and takes some time")
                            .isEqualTo(Duration.ofHours(1));
                });
    }

    @Test
    void anImpossibleScheduleRaisesNoSecondAlarmWheneverItsDataAreOld() {
        assertThat(alarms(policy("0 2 * * 0", true, Duration.ofHours(26)), aged("shop.db.a", Duration.ofHours(100))))
                .extracting(Alarm::cause)
                .containsExactly("SCHEDULE");
    }

    @Test
    void aDatasetWithAnAlarmOfItsOwnIsLeftOut() {
        Policy policy = policy("0 2 * * *", true, Duration.ofHours(26));
        Optional<Instant> old = Optional.of(NOW.minus(Duration.ofDays(9)));
        assertThat(alarms(
                        policy,
                        dataset("never", HealthReason.NEVER, Optional.empty()),
                        dataset("gone", HealthReason.GONE, old),
                        dataset("vanished", HealthReason.VANISHED, old),
                        dataset("covered", HealthReason.COVERED, old)))
                .isEmpty();
    }

    @Test
    void aPlanThatIsDisabledOrHasNoRpoRaisesNoAlarm() {
        assertThat(alarms(policy("0 2 * * 0", false, Duration.ofHours(1)), aged("shop.db.a", Duration.ofDays(9))))
                .isEmpty();
        assertThat(alarms(
                        PlanPolicies.policy("UTC", PlanPolicies.plan("critical", "0 2 * * 0")),
                        aged("shop.db.a", Duration.ofDays(9))))
                .isEmpty();
    }
}
