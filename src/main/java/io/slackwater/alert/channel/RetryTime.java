package io.slackwater.alert.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a channel tries again after a failure. Safe for use by several threads. */
final class RetryTime {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** A receiver that asks for a longer time is asked again earlier. */
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);

    private Duration wait = FIRST;
    private Optional<Instant> next = Optional.empty();

    synchronized boolean reached(Instant now) {
        return next.filter(now::isBefore).isEmpty();
    }

    synchronized Optional<Instant> next() {
        return next;
    }

    synchronized void accepted() {
        wait = FIRST;
        next = Optional.empty();
    }

    synchronized void refused(SendResult.Refused refused, Instant now) {
        Duration asked = refused.retryAfter().orElse(Duration.ZERO);
        Duration allowed = asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
        next = Optional.of(now.plus(allowed.compareTo(wait) > 0 ? allowed : wait));
        Duration doubled = wait.multipliedBy(2);
        wait = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}
