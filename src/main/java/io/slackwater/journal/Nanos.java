package io.slackwater.journal;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Converts times to the journal's form: nanoseconds since 1970 in a signed 64-bit number, exact from 1677 to 2262. Such
 * numbers can be sorted, unlike ISO texts with fractions of different lengths.
 */
final class Nanos {

    private static final long A_SECOND = 1_000_000_000L;

    private Nanos() {}

    static long of(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), A_SECOND), time.getNano());
    }

    static @Nullable Long of(Optional<Instant> time) {
        return time.map(Nanos::of).orElse(null);
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, A_SECOND), Math.floorMod(nanos, A_SECOND));
    }
}
