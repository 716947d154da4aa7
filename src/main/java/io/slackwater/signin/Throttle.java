package io.slackwater.signin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Limits password guessing with token buckets: one per user and address, one per address, and a larger one per user.
 * Guessing from one address does not lock out users at other addresses, and guessing from many addresses is limited
 * too. At an address where the user has signed in before, the user's own bucket does not count. A bucket refills more
 * slowly each time it is emptied. A refused attempt does not prolong the wait. The number of buckets is bounded. Safe
 * for use by several threads.
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

    /**
     * A token bucket.
     *
     * @param attempts the attempts that are left
     * @param emptied how often the bucket was emptied since it was last full
     * @param at the time at which {@code attempts} was computed
     */
    private record Bucket(Rate rate, double attempts, int emptied, Instant at) {

        Bucket at(Instant now) {
            // A clock that was set back takes no attempt away.
            double passed = Math.max(0, Duration.between(at, now).toMillis());
            double refilled = attempts + passed / refill().toMillis();
            return refilled >= rate.burst()
                    ? new Bucket(rate, rate.burst(), 0, now)
                    : new Bucket(rate, refilled, emptied, now);
        }

        Bucket taken() {
            double left = attempts - 1;
            return new Bucket(rate, left, left < 1 ? emptied + 1 : emptied, at);
        }

        Bucket returned() {
            return new Bucket(rate, Math.min(rate.burst(), attempts + 1), emptied, at);
        }

        /** Returns the wait until the next attempt; zero when an attempt is left. */
        Duration left() {
            double missing = Math.max(0, 1 - attempts) * refill().toMillis();
            return Duration.ofMillis((long) Math.ceil(missing));
        }

        private Duration refill() {
            Duration refill = rate.refill().multipliedBy(1L << Math.clamp(emptied - 1, 0, 20));
            return refill.compareTo(rate.longest()) > 0 ? rate.longest() : refill;
        }
    }

    private final Clock clock;
    private final Bounds bounds;
    private final Map<String, Bucket> buckets = new RecentlyUsed<>(MOST);
    /** When each user first signed in at each address. */
    private final Map<String, Instant> known = new RecentlyUsed<>(MOST_KNOWN);

    public Throttle(Clock clock, Bounds bounds) {
        this.clock = clock;
        this.bounds = bounds;
    }

    /** Takes one attempt from each bucket that applies. If a bucket is empty, takes nothing and returns the wait. */
    public synchronized Optional<Duration> attempt(String name, String from) {
        Map<String, Bucket> asked = new HashMap<>();
        asked.put(pairKey(name, from), bucket(pairKey(name, from), bounds.pair()));
        asked.put(addressKey(from), bucket(addressKey(from), bounds.address()));
        if (!known.containsKey(pairKey(name, from))) {
            asked.put(userKey(name), bucket(userKey(name), bounds.user()));
        }
        Optional<Duration> wait = asked.values().stream()
                .map(Bucket::left)
                .max(Comparator.naturalOrder())
                .filter(Duration::isPositive);
        if (wait.isEmpty()) {
            asked.forEach((key, bucket) -> buckets.put(key, bucket.taken()));
        }
        return wait;
    }

    /**
     * Records a successful sign-in. The bucket of this user and address becomes full. The other buckets only get their
     * attempt back. Otherwise a user could guess the passwords of others from the same address.
     */
    public synchronized void succeeded(String name, String from) {
        boolean counted = known.put(pairKey(name, from), clock.instant()) == null;
        buckets.remove(pairKey(name, from));
        buckets.put(addressKey(from), bucket(addressKey(from), bounds.address()).returned());
        if (counted) {
            buckets.put(userKey(name), bucket(userKey(name), bounds.user()).returned());
        }
    }

    private Bucket bucket(String key, Rate rate) {
        Instant now = clock.instant();
        return buckets.getOrDefault(key, new Bucket(rate, rate.burst(), 0, now)).at(now);
    }

    /** The key is unique, because an address contains no blank. */
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
