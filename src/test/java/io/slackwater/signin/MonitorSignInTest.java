package io.slackwater.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MonitorSignInTest {

    private static final Optional<String> TOKEN = Optional.of("token-of-the-monitor");

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T02:00:00Z"));
    private final List<AuthenticationMethod> counted = new ArrayList<>();
    private final MonitorSignIn signIn = new MonitorSignIn(
            "token-of-the-monitor"::equals,
            new Throttle(clock, Throttle.Bounds.DEFAULT),
            new AuthFailures(clock, counted::add));

    @Test
    void theTokenIsAcceptedAtEachRequest() {
        for (int i = 0; i < 200; i++) {
            assertThat(signIn.check(TOKEN, "10.0.0.1")).isEqualTo(new MonitorSignIn.Answer.In());
        }
        assertThat(counted).isEmpty();
    }

    @Test
    void aWrongTokenIsRefusedAndCounted() {
        assertThat(signIn.check(Optional.of("guess"), "10.0.0.1")).isEqualTo(new MonitorSignIn.Answer.Wrong());
        assertThat(counted).containsExactly(AuthenticationMethod.MONITOR);
    }

    @Test
    void aRequestWithoutATokenIsRefusedAndNotCounted() {
        for (int i = 0; i < 200; i++) {
            assertThat(signIn.check(Optional.empty(), "10.0.0.1")).isEqualTo(new MonitorSignIn.Answer.Wrong());
        }
        assertThat(counted).isEmpty();
        assertThat(signIn.check(TOKEN, "10.0.0.1")).isEqualTo(new MonitorSignIn.Answer.In());
    }

    @Test
    void afterTooManyGuessesEvenTheTokenWaits() {
        for (int i = 0; i < 10; i++) {
            assertThat(signIn.check(Optional.of("guess"), "10.0.0.9")).isEqualTo(new MonitorSignIn.Answer.Wrong());
        }
        assertThat(signIn.check(TOKEN, "10.0.0.9")).isEqualTo(new MonitorSignIn.Answer.Later(Duration.ofSeconds(10)));
        assertThat(signIn.check(TOKEN, "10.0.0.8"))
                .as("the monitor at its own address")
                .isEqualTo(new MonitorSignIn.Answer.In());
        clock.advance(Duration.ofSeconds(10));
        assertThat(signIn.check(TOKEN, "10.0.0.9")).isEqualTo(new MonitorSignIn.Answer.In());
        assertThat(counted).hasSize(11);
    }
}
