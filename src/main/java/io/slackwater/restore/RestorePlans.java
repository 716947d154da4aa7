package io.slackwater.restore;

import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The restore plans that wait for their confirmation. Each has a token that counts once and expires. A restart of
 * Slackwater forgets all plans. Safe for use by several threads.
 */
final class RestorePlans {

    static final Duration VALID = Duration.ofMinutes(15);

    /** What a user types after the phrase to restore without a safety snapshot. */
    static final String WITHOUT_SAFETY = " without safety snapshot";

    private static final int MOST = 100;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Clock clock;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    RestorePlans(Clock clock) {
        this.clock = clock;
    }

    private record Waiting(RestorePlan plan, String requester, byte[] hash) {}

    /** A confirmed plan. */
    record Confirmed(RestorePlan plan, boolean withSafety) {}

    /** Keeps a plan until its confirmation. Returns the token, which is stored only as a hash. */
    synchronized String add(RestorePlan plan, Requester requester) {
        waiting.values().removeIf(one -> !one.plan().expires().isAfter(clock.instant()));
        if (waiting.size() >= MOST) {
            waiting.remove(waiting.keySet().iterator().next());
        }
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        waiting.put(plan.id(), new Waiting(plan, requester.name(), hash(token)));
        return token;
    }

    /**
     * Confirms a plan. It counts once.
     *
     * @param phrase the plan's phrase, or the phrase and {@link #WITHOUT_SAFETY}
     * @throws RestoreException the plan is unknown, used or expired, or token, phrase or user differ. A wrong phrase leaves
     *     the plan valid
     */
    synchronized Confirmed confirm(Requester requester, String id, String token, String phrase)
            throws RestoreException {
        Waiting found = waiting.get(id);
        if (found == null || !found.plan().expires().isAfter(clock.instant())) {
            throw new RestoreException(
                    Reason.NOT_FOUND,
                    "restore plan " + id + " is unknown, expired or used already (a plan is valid for "
                            + VALID.toMinutes() + " minutes and once); make a new one");
        }
        if (!found.requester().equals(requester.name()) || !MessageDigest.isEqual(found.hash(), hash(token))) {
            throw new RestoreException(
                    Reason.FORBIDDEN,
                    "the token does not belong to restore plan " + id + " and user " + requester.name()
                            + "; use the token of the answer that contains the plan");
        }
        String expected = found.plan().phrase();
        boolean withSafety = phrase.equals(expected);
        if (!withSafety && !phrase.equals(expected + WITHOUT_SAFETY)) {
            throw new RestoreException(
                    Reason.INVALID,
                    "the phrase \"" + phrase + "\" does not confirm the restore: it must be \"" + expected
                            + "\", exactly as in the plan");
        }
        waiting.remove(id);
        return new Confirmed(found.plan(), withSafety);
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JVM has SHA-256", e);
        }
    }
}
