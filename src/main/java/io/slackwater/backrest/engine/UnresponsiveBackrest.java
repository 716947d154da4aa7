package io.slackwater.backrest.engine;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether what was held open for Backrest was lost because Backrest did not answer meanwhile: such a time says nothing of how
 * long it takes to read. Times are nanoseconds of any one clock.
 */
final class UnresponsiveBackrest {

    /** A busy machine may take so long for an answer. */
    private static final Duration LEAST = Duration.ofSeconds(3);

    private long begin;
    private long heard;
    private long longest;
    private @Nullable Long lost;

    /** From now on it is held open; what was before does not count. */
    void begin(long now) {
        begin = now;
        heard = now;
        longest = 0;
    }

    /** Backrest answered. */
    void heard(long now) {
        longest = longest(now);
        heard = now;
    }

    /** What is read is worthless from now on; only the first time counts. */
    void lost(long now) {
        if (lost == null) {
            lost = now;
        }
    }

    /** Whether it was lost and Backrest has answered since: what is said of it then stays. */
    boolean over() {
        return lost != null && heard > lost;
    }

    /** How long it did not answer, when that was a third of the time or more until it was lost; a hang may go on after that. */
    Optional<Duration> tooLong(long now) {
        if (lost == null) {
            return Optional.empty();
        }
        long silence = over() ? longest : longest(now);
        return silence >= Math.max((lost - begin) / 3, LEAST.toNanos())
                ? Optional.of(Duration.ofNanos(silence))
                : Optional.empty();
    }

    private long longest(long now) {
        return Math.max(longest, now - heard);
    }
}
