package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.alert.Alarm.Severity;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostAlarmsTest {

    @Test
    void withoutTroubleThereIsNoAlarm() {
        assertThat(HostAlarms.journal(Optional.empty())).isEmpty();
        assertThat(HostAlarms.docker(Optional.empty())).isEmpty();
    }

    @Test
    void aJournalThatCannotBeWrittenAndASilentDockerRaiseAnAlarm() {
        assertThat(HostAlarms.journal(Optional.of("full")))
                .extracting(Alarm::severity)
                .containsExactly(Severity.CRITICAL);
        assertThat(HostAlarms.docker(Optional.of("no socket"))).hasSize(1);
    }
}
