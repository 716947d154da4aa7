package io.slackwater.signin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits guessing, by user and by address: a bucket of attempts each, which fills again ever more slowly as it is emptied. Asking
 * while there is no attempt left makes the wait no longer, so nobody is locked out for ever by somebody who hammers. Remembers a
 * bounded number of buckets. Safe for use by several threads.
 */
public final class Throttle {

    private static final int MOST = 20_000;

    /**
     * How a bucket behaves.
     *
     * @param burst how many attempts at once
     * @param refill time for one more attempt, doubled whenever the bucket is emptied
     * @param longest the most it is doubled to
     */
    public record Limits(int burst, Duration refill, Duration longest) {
        /** For the attempts on one user. */
        public static final Limits USER = new Limits(10, Duration.ofSeconds(10), Duration.ofMinutes(5));
        /** For the attempts from one address, which several people may share. */
        public static final Limits ADDRESS = new Limits(20, Duration.ofSeconds(5), Duration.ofMinutes(5));
    }

    private record Bucket(double attempts, int emptied, Instant at) {}

    private final Clock clock;
    private final Limits user;
    private final Limits address;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST;
        }
    };

    public Throttle(Clock clock, Limits user, Limits address) {
        this.clock = clock;
        this.user = user;
        this.address = address;
    }

    /** Takes one attempt from both buckets; or how long to wait, and nothing is taken. */
    public Optional<Duration> attempt(String name, String from) {
        lock.lock();
        try {
            Bucket ofUser = now(userKey(name), user);
            Bucket ofAddress = now(addressKey(from), address);
            Duration wait = max(wait(ofUser, user), wait(ofAddress, address));
            if (!wait.isZero()) {
                return Optional.of(wait);
            }
            buckets.put(userKey(name), taken(ofUser));
            buckets.put(addressKey(from), taken(ofAddress));
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * It was the right password. The user's bucket is full again; the address only gets its attempt back, or whoever has one
     * password could guess the others'.
     */
    public void succeeded(String name, String from) {
        lock.lock();
        try {
            buckets.remove(userKey(name));
            Bucket bucket = now(addressKey(from), address);
            buckets.put(
                    addressKey(from),
                    new Bucket(Math.min(address.burst(), bucket.attempts() + 1), bucket.emptied(), bucket.at()));
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return buckets.size();
        } finally {
            lock.unlock();
        }
    }

    private Bucket now(String key, Limits limits) {
        Instant now = clock.instant();
        Bucket bucket = buckets.get(key);
        if (bucket == null) {
            return new Bucket(limits.burst(), 0, now);
        }
        Duration passed = Duration.between(bucket.at(), now);
        if (passed.isNegative()) {
            return new Bucket(bucket.attempts(), bucket.emptied(), now);
        }
        double attempts = bucket.attempts()
                + (double) passed.toMillis() / refill(bucket, limits).toMillis();
        return attempts >= limits.burst()
                ? new Bucket(limits.burst(), 0, now)
                : new Bucket(attempts, bucket.emptied(), now);
    }

    private static Bucket taken(Bucket bucket) {
        double left = bucket.attempts() - 1;
        return new Bucket(left, left < 1 ? bucket.emptied() + 1 : bucket.emptied(), bucket.at());
    }

    private static Duration wait(Bucket bucket, Limits limits) {
        if (bucket.attempts() >= 1) {
            return Duration.ZERO;
        }
        long millis = (long)
                Math.ceil((1 - bucket.attempts()) * refill(bucket, limits).toMillis());
        return Duration.ofMillis(Math.max(1, millis));
    }

    private static Duration refill(Bucket bucket, Limits limits) {
        int doublings = Math.clamp(bucket.emptied() - 1, 0, 20);
        Duration refill = limits.refill().multipliedBy(1L << doublings);
        return refill.compareTo(limits.longest()) > 0 ? limits.longest() : refill;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String userKey(String name) {
        return "user " + name;
    }

    private static String addressKey(String from) {
        return "address " + from;
    }
}
