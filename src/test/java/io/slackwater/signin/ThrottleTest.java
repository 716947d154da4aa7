package io.slackwater.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.observe.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T02:00:00Z"));
    private final Throttle throttle = new Throttle(
            clock,
            new Throttle.Limits(3, Duration.ofSeconds(10), Duration.ofMinutes(1)),
            new Throttle.Limits(5, Duration.ofSeconds(5), Duration.ofMinutes(1)));

    private int attempts(String user, String address, int most) {
        int made = 0;
        while (made < most && throttle.attempt(user, address).isEmpty()) {
            made++;
        }
        return made;
    }

    @Test
    void aUserHasSoManyAttemptsFromWhereverTheyCome() {
        assertThat(throttle.attempt("ann", "1.1.1.1")).isEmpty();
        assertThat(throttle.attempt("ann", "2.2.2.2")).isEmpty();
        assertThat(throttle.attempt("ann", "3.3.3.3")).isEmpty();
        assertThat(throttle.attempt("ann", "4.4.4.4")).contains(Duration.ofSeconds(10));
        assertThat(throttle.attempt("bob", "4.4.4.4")).isEmpty();
    }

    @Test
    void anAddressHasSoManyAttemptsForWhomeverTheyAre() {
        for (String user : new String[] {"a", "b", "c", "d", "e"}) {
            assertThat(throttle.attempt(user, "1.1.1.1")).isEmpty();
        }
        assertThat(throttle.attempt("f", "1.1.1.1")).contains(Duration.ofSeconds(5));
        assertThat(throttle.attempt("f", "2.2.2.2")).isEmpty();
    }

    @Test
    void waitingAsLongAsSaidIsEnoughAndALittleLessIsNot() {
        attempts("ann", "1.1.1.1", 3);
        Duration wait = throttle.attempt("ann", "1.1.1.1").orElseThrow();
        clock.advance(wait.minusMillis(1));
        assertThat(throttle.attempt("ann", "1.1.1.1")).contains(Duration.ofMillis(1));
        clock.advance(Duration.ofMillis(1));
        assertThat(throttle.attempt("ann", "1.1.1.1")).isEmpty();
    }

    @Test
    void eachFurtherAttemptAtTheLimitWaitsTwiceAsLongUpToABound() {
        attempts("ann", "1.1.1.1", 3);
        for (int seconds : new int[] {10, 20, 40, 60, 60}) {
            Optional<Duration> wait = throttle.attempt("ann", "9.9.9." + seconds);
            assertThat(wait).contains(Duration.ofSeconds(seconds));
            clock.advance(wait.get());
            assertThat(throttle.attempt("ann", "9.9.9." + seconds)).isEmpty();
        }
    }

    @Test
    void whoHammersDoesNotMakeTheWaitLonger() {
        attempts("ann", "1.1.1.1", 3);
        for (int i = 0; i < 1000; i++) {
            throttle.attempt("ann", "2.2.2.2");
        }
        assertThat(throttle.attempt("ann", "1.1.1.1")).contains(Duration.ofSeconds(10));
        assertThat(throttle.attempt("bob", "2.2.2.2"))
                .as("a refused attempt takes nothing")
                .isEmpty();
    }

    @Test
    void theRightPasswordForgivesTheUser() {
        attempts("ann", "1.1.1.1", 3);
        throttle.succeeded("ann", "1.1.1.1");
        assertThat(attempts("ann", "2.2.2.2", 9)).isEqualTo(3);
    }

    @Test
    void theRightPasswordOfOneDoesNotHelpToGuessThoseOfOthersFromTheSameAddress() {
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
    void quietTimeForgives() {
        attempts("ann", "1.1.1.1", 3);
        clock.advance(Duration.ofHours(1));
        assertThat(attempts("ann", "1.1.1.1", 9)).isEqualTo(3);
        assertThat(throttle.attempt("ann", "2.2.2.2")).contains(Duration.ofSeconds(10));
    }

    @Test
    void namesWithoutEndFillNoMemory() {
        for (int i = 0; i < 30_000; i++) {
            throttle.attempt("user" + i, "10.0." + i / 256 + "." + i % 256);
        }
        assertThat(throttle.size()).isLessThanOrEqualTo(20_000);
    }
}
