package io.slackwater.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T02:00:00Z"));
    private final Throttle throttle = new Throttle(
            clock,
            new Throttle.Bounds(
                    new Throttle.Rate(3, Duration.ofSeconds(10), Duration.ofMinutes(1)),
                    new Throttle.Rate(5, Duration.ofSeconds(5), Duration.ofMinutes(1)),
                    new Throttle.Rate(12, Duration.ofSeconds(30), Duration.ofMinutes(2))));

    private int attempts(String user, String address, int most) {
        int made = 0;
        while (made < most && throttle.attempt(user, address).isEmpty()) {
            made++;
        }
        return made;
    }

    @Test
    void attemptsAreLimitedPerUserAndAddress() {
        assertThat(attempts("ann", "1.1.1.1", 9)).isEqualTo(3);
        assertThat(throttle.attempt("ann", "1.1.1.1")).contains(Duration.ofSeconds(10));
        assertThat(throttle.attempt("ann", "2.2.2.2"))
                .as("the real one, from elsewhere")
                .isEmpty();
        assertThat(throttle.attempt("bob", "1.1.1.1")).isEmpty();
    }

    @Test
    void attemptsAreLimitedPerUserOverAllAddresses() {
        int guesses = 0;
        for (int i = 0; i < 50; i++) {
            guesses += attempts("ann", "1.1.1." + i, 9);
        }
        assertThat(guesses).isEqualTo(12);
        assertThat(throttle.attempt("ann", "9.9.9.9")).contains(Duration.ofSeconds(30));
        clock.advance(Duration.ofSeconds(30));
        assertThat(attempts("ann", "9.9.9.9", 9)).isEqualTo(1);
        assertThat(throttle.attempt("ann", "8.8.8.8")).as("ever more slowly").contains(Duration.ofMinutes(1));
    }

    @Test
    void aKnownAddressIsNotLimitedByAttemptsFromOtherAddresses() {
        throttle.attempt("ann", "5.5.5.5");
        throttle.succeeded("ann", "5.5.5.5");
        for (int i = 0; i < 50; i++) {
            attempts("ann", "1.1.1." + i, 9);
        }
        assertThat(throttle.attempt("ann", "6.6.6.6")).isPresent();
        assertThat(throttle.attempt("ann", "5.5.5.5")).isEmpty();
        throttle.succeeded("ann", "5.5.5.5");
        assertThat(throttle.attempt("ann", "6.6.6.6"))
                .as("his sign-in lets no guesser go on")
                .isPresent();
        assertThat(attempts("ann", "5.5.5.5", 9))
                .as("nor guesses without end from there")
                .isEqualTo(3);
    }

    @Test
    void attemptsAreLimitedPerAddressOverAllUsers() {
        for (String user : new String[] {"a", "b", "c", "d", "e"}) {
            assertThat(throttle.attempt(user, "1.1.1.1")).isEmpty();
        }
        assertThat(throttle.attempt("f", "1.1.1.1")).contains(Duration.ofSeconds(5));
        assertThat(throttle.attempt("f", "2.2.2.2")).isEmpty();
    }

    @Test
    void anAttemptIsAllowedAfterTheReportedWait() {
        attempts("ann", "1.1.1.1", 3);
        Duration wait = throttle.attempt("ann", "1.1.1.1").orElseThrow();
        clock.advance(wait.minusMillis(1));
        assertThat(throttle.attempt("ann", "1.1.1.1")).contains(Duration.ofMillis(1));
        clock.advance(Duration.ofMillis(1));
        assertThat(throttle.attempt("ann", "1.1.1.1")).isEmpty();
    }

    @Test
    void theWaitDoublesUpToABound() {
        attempts("ann", "1.1.1.1", 3);
        for (int seconds : new int[] {10, 20, 40, 60, 60}) {
            Optional<Duration> wait = throttle.attempt("ann", "1.1.1.1");
            assertThat(wait).contains(Duration.ofSeconds(seconds));
            clock.advance(wait.get());
            assertThat(throttle.attempt("ann", "1.1.1.1")).isEmpty();
        }
    }

    @Test
    void refusedAttemptsDoNotLengthenTheWait() {
        attempts("ann", "1.1.1.1", 3);
        for (int i = 0; i < 1000; i++) {
            throttle.attempt("ann", "1.1.1.1");
        }
        assertThat(throttle.attempt("ann", "1.1.1.1")).contains(Duration.ofSeconds(10));
        assertThat(throttle.attempt("bob", "1.1.1.1"))
                .as("a refused attempt takes nothing")
                .isEmpty();
    }

    @Test
    void theRightPasswordResetsTheLimitOfTheUser() {
        attempts("ann", "1.1.1.1", 2);
        throttle.succeeded("ann", "1.1.1.1");
        assertThat(attempts("ann", "1.1.1.1", 9)).isEqualTo(3);
    }

    @Test
    void theRightPasswordDoesNotResetTheLimitOfTheAddress() {
        int guesses = 0;
        for (int i = 0; i < 20; i++) {
            guesses += attempts("victim" + i, "1.1.1.1", 1);
            if (throttle.attempt("own", "1.1.1.1").isEmpty()) {
                throttle.succeeded("own", "1.1.1.1");
            }
        }
        assertThat(guesses).isEqualTo(5);
    }

    @Test
    void attemptsExpire() {
        attempts("ann", "1.1.1.1", 3);
        clock.advance(Duration.ofHours(1));
        assertThat(attempts("ann", "1.1.1.1", 9)).isEqualTo(3);
        assertThat(throttle.attempt("ann", "1.1.1.1")).contains(Duration.ofSeconds(10));
    }

    @Test
    void theMemoryForNamesIsBounded() {
        assertThat(attempts("ann", "9.9.9.9", 9)).isEqualTo(3);
        for (int i = 0; i < 30_000; i++) {
            throttle.attempt("user" + i, "10.0." + i / 256 + "." + i % 256);
        }
        assertThat(throttle.attempt("ann", "9.9.9.9"))
                .as("the bucket unused for longest is forgotten")
                .isEmpty();
    }
}
