package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RunPause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerAlarmsTest {

    @ParameterizedTest
    @CsvSource({"4.1, 2, true", "3.9, 2, false", "3.9, 0.5, false", "9, 0, false", "9, 4.6, false"})
    void aPauseOfMoreThanTwiceTheEstimateRaisesAnAlarm(double frozen, double estimate, boolean raised) {
        RunPause pause = new RunPause(
                Optional.of(Duration.ofMillis((long) (frozen * 1000))),
                Duration.ofMillis((long) (estimate * 1000)),
                0,
                0);
        Optional<Alarm> alarm = ContainerAlarms.slowFreeze("files", pause, Duration.ofSeconds(2));
        assertThat(alarm.isPresent()).isEqualTo(raised);
        alarm.ifPresent(one -> assertThat(one.detail()).contains("4.1 s", "2.0 s"));
    }

    @Test
    void aContainerThatStaysFrozenRaisesAnAlarmWithARemedy() {
        String id = "0123456789abcdef0123456789abcdef";
        Alarm alarm = ContainerAlarms.frozen("shop.files.data", List.of(id), Duration.ofSeconds(42), "");
        assertThat(alarm.source()).isEqualTo(AlarmSource.FREEZE);
        assertThat(alarm.severity()).isEqualTo(Alarm.Severity.CRITICAL);
        assertThat(alarm.title()).contains("0123456789ab", "still paused", "shop.files.data");
        assertThat(alarm.detail()).contains("42 s", "no answer", "tries again");
        assertThat(alarm.remedy()).contains("docker unpause 0123456789ab", "cgroup.freeze", id + "/freezer.state");
    }
}
