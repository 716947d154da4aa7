package io.slackwater.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.LogLines;
import io.slackwater.health.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthFailuresTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T02:00:00Z"));
    private final List<AuthenticationMethod> counted = new ArrayList<>();
    private final AuthFailures failures = new AuthFailures(clock, counted::add);

    @Test
    void failuresAreCountedByMethod() {
        failures.failed(AuthenticationMethod.JWT, "10.0.0.1", "expired");
        failures.failed(AuthenticationMethod.JWT, "10.0.0.1", "expired");
        failures.failed(AuthenticationMethod.PROXY, "10.0.0.1", "wrong");
        clock.advance(Duration.ofDays(3));
        assertThat(Collections.frequency(counted, AuthenticationMethod.JWT)).isEqualTo(2);
        assertThat(Collections.frequency(counted, AuthenticationMethod.PROXY)).isEqualTo(1);
        assertThat(Collections.frequency(counted, AuthenticationMethod.TOKEN)).isZero();
    }

    @Test
    void recentFailuresAreThoseOfTheLastTenMinutes() {
        failures.failed(AuthenticationMethod.JWT, "10.0.0.1", "expired");
        clock.advance(Duration.ofMinutes(5));
        failures.failed(AuthenticationMethod.TOKEN, "10.0.0.1", "wrong");
        assertThat(failures.recent()).isEqualTo(2);
        clock.advance(Duration.ofMinutes(5));
        assertThat(failures.recent()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(5));
        assertThat(failures.recent()).isZero();
        clock.advance(Duration.ofMinutes(10));
        failures.failed(AuthenticationMethod.TOKEN, "10.0.0.1", "wrong");
        assertThat(failures.recent()).isEqualTo(1);
    }

    @Test
    void manyFailuresAreCountedAndLoggedSparingly() {
        try (LogLines lines = new LogLines(AuthFailures.class)) {
            for (int i = 0; i < 500; i++) {
                failures.failed(AuthenticationMethod.TOKEN, "10.0.0.1", "wrong");
            }
            assertThat(failures.recent()).isEqualTo(500);
            assertThat(lines.all()).hasSize(31);
            clock.advance(Duration.ofMinutes(1));
            failures.failed(AuthenticationMethod.TOKEN, "10.0.0.2", "wrong");
            assertThat(lines.all()).hasSize(32);
        }
    }
}
