package io.slackwater.alert;

import static io.slackwater.alert.DatasetHealths.health;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.alert.Alarm.Severity;
import io.slackwater.health.HealthReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StaleAlarmsTest {

    @Test
    void aDatasetThatIsDownIsCriticalAndANewDatasetHasAnHour() {
        List<Alarm> alarms = StaleAlarms.of(List.of(
                health(HealthReason.STALE, Optional.empty()),
                health(HealthReason.NEVER, Optional.empty()),
                health(HealthReason.NO_PLAN, Optional.empty())));
        assertThat(alarms).extracting(Alarm::severity).containsOnly(Severity.CRITICAL);
        assertThat(alarms)
                .extracting(Alarm::patience)
                .containsExactly(Duration.ZERO, Duration.ofHours(1), Duration.ZERO);
        assertThat(alarms).extracting(Alarm::detail).containsOnly("The reason.");
        assertThat(alarms).extracting(Alarm::title).doesNotHaveDuplicates();
    }

    @Test
    void aFreshDisabledOrRemovedDatasetRaisesNoAlarm() {
        assertThat(StaleAlarms.of(List.of(
                        health(HealthReason.FRESH, Optional.empty()),
                        health(HealthReason.DISABLED, Optional.empty()),
                        health(HealthReason.GONE, Optional.empty()))))
                .isEmpty();
    }

    @Test
    void aSentenceEndsWithOneFullStop() {
        Alarm open = StaleAlarms.shrunk("orders", "no snapshot of it is forgotten until a user acknowledges it");
        assertThat(open.detail()).endsWith("until a user acknowledges it.");
    }
}
