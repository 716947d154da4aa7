package io.slackwater.signin;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Counts failed authentications, by method since the start and in total for the last ten minutes. Logs each, up to a limit per minute, so
 * that guesses cannot fill the disk. Safe for use by several threads.
 */
public final class AuthFailures {

    private static final Logger LOG = Logger.getLogger(AuthFailures.class);

    /** The window of the alarm. */
    public static final Duration RECENT = Duration.ofMinutes(10);

    private static final int MINUTES = (int) RECENT.toMinutes();
    private static final int LINES_A_MINUTE = 30;

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<AuthenticationMethod, Long> counts = new EnumMap<>(AuthenticationMethod.class);
    private final long[] minute = new long[MINUTES];
    private final long[] inMinute = new long[MINUTES];

    /** @param before the {@link #remembered() recent failures} of an earlier process, by minute */
    public AuthFailures(Clock clock, SortedMap<Long, Long> before) {
        this.clock = clock;
        before.forEach((when, count) -> {
            minute[(int) (when % MINUTES)] = when;
            inMinute[(int) (when % MINUTES)] = count;
        });
    }

    /** The recent failures by minute, for the next process. */
    public SortedMap<Long, Long> remembered() {
        lock.lock();
        try {
            SortedMap<Long, Long> all = new TreeMap<>();
            for (int slot = 0; slot < MINUTES; slot++) {
                if (inMinute[slot] > 0) {
                    all.put(minute[slot], inMinute[slot]);
                }
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Counts and logs a failure.
     *
     * @param address where from
     * @param reason without secrets and without any input of the client
     */
    public void failed(AuthenticationMethod method, String address, String reason) {
        long before;
        lock.lock();
        try {
            counts.merge(method, 1L, Long::sum);
            long now = clock.millis() / 60_000;
            int slot = (int) (now % MINUTES);
            if (minute[slot] != now) {
                minute[slot] = now;
                inMinute[slot] = 0;
            }
            before = inMinute[slot]++;
        } finally {
            lock.unlock();
        }
        if (before < LINES_A_MINUTE) {
            LOG.warnf("authentication failed method=%s address=%s reason=%s", method.word(), address, reason);
        } else if (before == LINES_A_MINUTE) {
            LOG.warnf("authentication failed more than %d times in this minute; the rest is only counted", before);
        }
    }

    /** The failures since the start. */
    public long count(AuthenticationMethod method) {
        lock.lock();
        try {
            return counts.getOrDefault(method, 0L);
        } finally {
            lock.unlock();
        }
    }

    /** The failures of the last ten minutes. */
    public long recent() {
        lock.lock();
        try {
            long now = clock.millis() / 60_000;
            long sum = 0;
            for (int slot = 0; slot < MINUTES; slot++) {
                if (minute[slot] > now - MINUTES && minute[slot] <= now) {
                    sum += inMinute[slot];
                }
            }
            return sum;
        } finally {
            lock.unlock();
        }
    }
}
