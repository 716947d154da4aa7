package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignInAlarmsTest {

    @Test
    void manyFailedAuthenticationsRaiseAnAlarmUntilTheyAreFew() {
        Duration window = Duration.ofMinutes(10);
        assertThat(SignInAlarms.of(20, 20, window, List.of())).isEmpty();
        assertThat(SignInAlarms.of(21, 20, window, List.of())).singleElement().satisfies(alarm -> {
            assertThat(alarm.key()).isEqualTo("security:authentication");
            assertThat(alarm.detail()).contains("21 authentications failed within 10 minutes", "20 are normal");
        });
        assertThat(SignInAlarms.of(22, 20, window, List.of()))
                .extracting(Alarm::title)
                .as("the same alarm while the number grows")
                .isEqualTo(SignInAlarms.of(21, 20, window, List.of()).stream()
                        .map(Alarm::title)
                        .toList());
    }

    @Test
    void anInvalidSignInFileRaisesAnAlarm() {
        assertThat(SignInAlarms.of(0, 20, Duration.ofMinutes(10), List.of("the users file x, line 2: y")))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.key()).isEqualTo("security:files");
                    assertThat(alarm.detail()).isEqualTo("The users file x, line 2: y.");
                });
    }
}
