package io.slackwater.signin;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Counts and logs failed authentications: per method since the start, and in total for the last ten minutes. The log
 * gets a limited number of lines per minute, so that password guessing cannot fill the disk. Safe for use by several
 * threads.
 */
public final class AuthFailures {

    private static final Logger LOG = Logger.getLogger(AuthFailures.class);

    /** The time in which failures are counted for the alarm. */
    public static final Duration RECENT = Duration.ofMinutes(10);

    private static final int LINES_A_MINUTE = 30;

    private final Clock clock;
    private final Map<AuthenticationMethod, Long> counts = new EnumMap<>(AuthenticationMethod.class);
    private final NavigableMap<Long, Long> byMinute = new TreeMap<>();

    public AuthFailures(Clock clock) {
        this.clock = clock;
    }

    /**
     * Counts and logs a failure.
     *
     * @param address the client's address
     * @param reason the reason, without secrets and without text from the client
     */
    public void failed(AuthenticationMethod method, String address, String reason) {
        long inMinute = counted(method);
        if (inMinute <= LINES_A_MINUTE) {
            LOG.warnf("authentication failed method=%s address=%s reason=%s", method.word(), address, reason);
        } else if (inMinute == LINES_A_MINUTE + 1) {
            LOG.warnf(
                    "authentication failed more than %d times in this minute; the rest is only counted",
                    LINES_A_MINUTE);
        }
    }

    /** Counts one failure and returns the number of failures in the current minute. */
    private synchronized long counted(AuthenticationMethod method) {
        counts.merge(method, 1L, Long::sum);
        byMinute.headMap(oldest()).clear();
        return byMinute.merge(minute(), 1L, Long::sum);
    }

    /** Returns the failures of the method since the start. */
    public synchronized long count(AuthenticationMethod method) {
        return counts.getOrDefault(method, 0L);
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
