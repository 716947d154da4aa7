package io.slackwater.signin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Limits guessing by token buckets: one per user and address, one per address, and a larger one per user. A guesser at one address
 * therefore does not lock out users at other addresses, and many addresses do not allow endless guesses. At an address where the user has signed
 * in before, the user's own bucket does not count. A bucket refills more slowly each time it is emptied. A refused attempt does not
 * prolong the wait. The number of buckets is bounded. Safe for use by several threads.
 */
public final class Throttle {

    private static final int MOST = 20_000;
    private static final int MOST_KNOWN = 2_000;

    /**
     * The limits of a bucket.
     *
     * @param burst the attempts of a full bucket
     * @param refill the time for one more attempt, doubled each time the bucket is emptied
     * @param longest the upper bound of the refill time
     */
    public record Rate(int burst, Duration refill, Duration longest) {}

    /**
     * The limits of the three kinds of buckets.
     *
     * @param pair for one user from one address
     * @param address from one address, which several people may share
     * @param user for one user from all addresses; NIST SP 800-63B, 5.2.2, allows 100 failed attempts in a row
     */
    public record Bounds(Rate pair, Rate address, Rate user) {
        public static final Bounds DEFAULT = new Bounds(
                new Rate(10, Duration.ofSeconds(10), Duration.ofMinutes(5)),
                new Rate(20, Duration.ofSeconds(5), Duration.ofMinutes(5)),
                new Rate(100, Duration.ofMinutes(1), Duration.ofMinutes(5)));
    }

    private record Bucket(double attempts, int emptied, Instant at) {}

    private final Clock clock;
    private final Bounds bounds;
    private final Map<String, Bucket> buckets = new Newest<>(MOST);
    /** The addresses from which a user has signed in. */
    private final Map<String, Instant> known = new Newest<>(MOST_KNOWN);

    /** Evicts the least recently used entry. */
    private static final class Newest<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1L;
        private final int most;

        Newest(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > most;
        }
    }

    public Throttle(Clock clock, Bounds bounds) {
        this.clock = clock;
        this.bounds = bounds;
    }

    /** Takes one attempt from each bucket; otherwise returns the wait and takes nothing. */
    public synchronized Optional<Duration> attempt(String name, String from) {
        Map<String, Rate> asked = new LinkedHashMap<>();
        asked.put(pairKey(name, from), bounds.pair());
        asked.put(addressKey(from), bounds.address());
        if (!known.containsKey(pairKey(name, from))) {
            asked.put(userKey(name), bounds.user());
        }
        Map<String, Bucket> now = new LinkedHashMap<>();
        Duration wait = Duration.ZERO;
        for (Map.Entry<String, Rate> one : asked.entrySet()) {
            Bucket bucket = now(one.getKey(), one.getValue());
            now.put(one.getKey(), taken(bucket));
            wait = max(wait, wait(bucket, one.getValue()));
        }
        if (!wait.isZero()) {
            return Optional.of(wait);
        }
        buckets.putAll(now);
        return Optional.empty();
    }

    /**
     * Refills the bucket of the user at this address after a right password. The other buckets only get their attempt back: otherwise a
     * user could guess other users' passwords from this address.
     */
    public synchronized void succeeded(String name, String from) {
        boolean counted = known.put(pairKey(name, from), clock.instant()) == null;
        buckets.remove(pairKey(name, from));
        back(addressKey(from), bounds.address());
        if (counted) {
            back(userKey(name), bounds.user());
        }
    }

    private void back(String key, Rate rate) {
        Bucket bucket = now(key, rate);
        buckets.put(key, new Bucket(Math.min(rate.burst(), bucket.attempts() + 1), bucket.emptied(), bucket.at()));
    }

    private Bucket now(String key, Rate rate) {
        Instant now = clock.instant();
        Bucket bucket = buckets.get(key);
        if (bucket == null) {
            return new Bucket(rate.burst(), 0, now);
        }
        Duration passed = Duration.between(bucket.at(), now);
        if (passed.isNegative()) {
            return new Bucket(bucket.attempts(), bucket.emptied(), now);
        }
        double attempts = bucket.attempts()
                + (double) passed.toMillis() / refill(bucket, rate).toMillis();
        return attempts >= rate.burst()
                ? new Bucket(rate.burst(), 0, now)
                : new Bucket(attempts, bucket.emptied(), now);
    }

    private static Bucket taken(Bucket bucket) {
        double left = bucket.attempts() - 1;
        return new Bucket(left, left < 1 ? bucket.emptied() + 1 : bucket.emptied(), bucket.at());
    }

    private static Duration wait(Bucket bucket, Rate rate) {
        if (bucket.attempts() >= 1) {
            return Duration.ZERO;
        }
        long millis =
                (long) Math.ceil((1 - bucket.attempts()) * refill(bucket, rate).toMillis());
        return Duration.ofMillis(Math.max(1, millis));
    }

    private static Duration refill(Bucket bucket, Rate rate) {
        int doublings = Math.clamp(bucket.emptied() - 1, 0, 20);
        Duration refill = rate.refill().multipliedBy(1L << doublings);
        return refill.compareTo(rate.longest()) > 0 ? rate.longest() : refill;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** An address contains no blank. */
    private static String pairKey(String name, String from) {
        return "pair " + from + " " + name;
    }

    private static String userKey(String name) {
        return "user " + name;
    }

    private static String addressKey(String from) {
        return "address " + from;
    }
}
