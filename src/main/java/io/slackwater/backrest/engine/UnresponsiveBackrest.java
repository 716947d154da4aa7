package io.slackwater.backrest.engine;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Detects that a freeze expired because Backrest was unresponsive. Prevents that such a freeze counts as the duration of reading,
 * after which the dataset would not be frozen any more. Times are nanoseconds of any one clock.
 */
final class UnresponsiveBackrest {

    /** The shortest gap that counts. */
    private static final Duration LEAST = Duration.ofSeconds(3);

    private long begin;
    private long heard;
    private long longest;
    private @Nullable Long lost;

    /** The data can be read from now on. */
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

    /** The freeze expired; only the first call counts. */
    void lost(long now) {
        if (lost == null) {
            lost = now;
        }
    }

    /** Whether the freeze expired and Backrest has answered since. */
    boolean over() {
        return lost != null && heard > lost;
    }

    /** The longest gap without an answer, when it is a third of the freeze or more. */
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
