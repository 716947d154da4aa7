package io.slackwater.signin;

import java.time.Clock;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Reports and logs failed authentications, and counts those of the last ten minutes. The log gets a limited number of
 * lines per minute, so that password guessing cannot fill the disk. Safe for use by several threads.
 */
public final class AuthFailures {

    private static final Logger LOG = Logger.getLogger(AuthFailures.class);

    /** The time in which failures are counted for the alarm. */
    public static final Duration RECENT = Duration.ofMinutes(10);

    private static final int LINES_A_MINUTE = 30;

    private final Clock clock;
    private final Consumer<AuthenticationMethod> meter;
    private final NavigableMap<Long, Long> byMinute = new TreeMap<>();

    /** @param meter called at each failure with the method that failed; safe for use by several threads */
    public AuthFailures(Clock clock, Consumer<AuthenticationMethod> meter) {
        this.clock = clock;
        this.meter = meter;
    }

    /**
     * Counts and logs a failure.
     *
     * @param address the client's address
     * @param reason the reason, without secrets and without text from the client
     */
    public void failed(AuthenticationMethod method, String address, String reason) {
        meter.accept(method);
        long inMinute = counted();
        if (inMinute <= LINES_A_MINUTE) {
            LOG.warnf("authentication failed method=%s address=%s reason=%s", method.word(), address, reason);
        } else if (inMinute == LINES_A_MINUTE + 1) {
            LOG.warnf(
                    "authentication failed more than %d times in this minute; the rest is only counted",
                    LINES_A_MINUTE);
        }
    }

    /** Counts one failure and returns the number of failures in the current minute. */
    private synchronized long counted() {
        byMinute.headMap(oldest()).clear();
        return byMinute.merge(minute(), 1L, Long::sum);
    }

    /** Returns the failures of the last ten minutes. */
    public synchronized long recent() {
        return byMinute.tailMap(oldest()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private long oldest() {
        return minute() - RECENT.toMinutes() + 1;
    }

    private long minute() {
        return Duration.ofMillis(clock.millis()).toMinutes();
    }
}
