package io.slackwater.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Returns memory to the operating system after backups. The serial garbage collector shrinks the heap only in a full
 * collection, and an idle process makes none.
 */
final class IdleMemory {

    private static final Duration QUIET = Duration.ofSeconds(20);

    private final Clock clock;
    private final Runnable fullCollection;
    private Optional<Instant> worked = Optional.empty();

    IdleMemory(Clock clock, Runnable fullCollection) {
        this.clock = clock;
        this.fullCollection = fullCollection;
    }

    /** Runs one full garbage collection when no backup has run for some time. */
    void beat(boolean idle) {
        Instant now = clock.instant();
        if (!idle) {
            worked = Optional.of(now);
        } else if (worked.filter(last -> Duration.between(last, now).compareTo(QUIET) >= 0)
                .isPresent()) {
            worked = Optional.empty();
            fullCollection.run();
        }
    }
}
