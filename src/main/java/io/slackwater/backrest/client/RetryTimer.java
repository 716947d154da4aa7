package io.slackwater.backrest.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says when to retry after consecutive failures: exponential backoff that begins at ten seconds, up to a bound. */
public final class RetryTimer {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 9;

    private final Clock clock;
    private final Duration longest;
    private int failures;
    private @Nullable Instant since;
    private Instant next = Instant.MIN;

    /** @param longest the upper bound of the backoff */
    public RetryTimer(Clock clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    public boolean due() {
        return !clock.instant().isBefore(next);
    }

    public void failed() {
        failed(longest);
    }

    /** @param most a lower bound for this failure only */
    public void failed(Duration most) {
        Instant now = clock.instant();
        if (since == null) {
            since = now;
        }
        Duration wait = FIRST.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        next = now.plus(wait.compareTo(most) < 0 ? wait : most);
        failures++;
    }

    public void succeeded() {
        failures = 0;
        since = null;
        next = Instant.MIN;
    }

    /** The first failure in a row. */
    public Optional<Instant> since() {
        return Optional.ofNullable(since);
    }
}
