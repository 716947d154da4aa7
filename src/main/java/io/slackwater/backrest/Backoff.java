package io.slackwater.backrest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When to try again after failures in a row: after ten seconds, then twice as long each time, up to a bound. */
final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 9;

    private final Clock clock;
    private final Duration longest;
    private int failures;
    private @Nullable Instant since;
    private Instant next = Instant.MIN;

    /** @param longest the longest wait between two tries */
    Backoff(Clock clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    boolean due() {
        return !clock.instant().isBefore(next);
    }

    void failed() {
        failed(longest);
    }

    /** @param most a shorter bound, for this failure */
    void failed(Duration most) {
        Instant now = clock.instant();
        if (since == null) {
            since = now;
        }
        Duration wait = FIRST.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        next = now.plus(wait.compareTo(most) < 0 ? wait : most);
        failures++;
    }

    void succeeded() {
        failures = 0;
        since = null;
        next = Instant.MIN;
    }

    /** The first failure in a row. */
    Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    Instant next() {
        return next;
    }
}
