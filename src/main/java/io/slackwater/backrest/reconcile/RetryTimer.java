package io.slackwater.backrest.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An exponential backoff after consecutive failures, from ten seconds up to a bound. */
final class RetryTimer {

    private static final Duration FIRST = Duration.ofSeconds(10);

    private final Clock clock;
    private final Duration longest;
    private Duration wait = FIRST;
    private @Nullable Instant since;
    private Instant next = Instant.MIN;

    /** @param longest the upper bound of the backoff */
    RetryTimer(Clock clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    boolean due() {
        return !clock.instant().isBefore(next);
    }

    /** Returns when the first failure in a row happened. */
    Instant failed() {
        Instant now = clock.instant();
        since = since == null ? now : since;
        next = now.plus(wait);
        Duration twice = wait.multipliedBy(2);
        wait = twice.compareTo(longest) < 0 ? twice : longest;
        return since;
    }

    void succeeded() {
        wait = FIRST;
        since = null;
        next = Instant.MIN;
    }
}
