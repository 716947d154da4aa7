package io.slackwater.signin;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The sessions of users who signed in with a password. A session ends when its user is removed or gets another
 * password; a changed role counts at once. Sessions exist in memory only, by the hash of the cookie's value, and end
 * when Slackwater restarts. Safe for use by several threads.
 */
public final class Sessions {

    private static final int ID_BYTES = 32;
    private static final int MOST = 5_000;
    private static final int MOST_OF_ONE = 50;

    private record Session(String user, String hash, Instant opened, Instant used) {}

    private final UsersFile users;
    private final Clock clock;
    private final Duration idle;
    private final Duration absolute;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new RecentlyUsed<>(MOST);

    /**
     * @param idle a session ends after this time without a request
     * @param absolute a session ends after this time in any case
     */
    public Sessions(UsersFile users, Clock clock, Duration idle, Duration absolute) {
        this.users = users;
        this.clock = clock;
        this.idle = idle;
        this.absolute = absolute;
    }

    /** Opens a session and returns the value of its cookie. Only the hash of that value is kept. */
    public synchronized String open(User user) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        sessions.values().removeIf(session -> ended(session, now));
        makeRoom(user.name());
        sessions.put(DigestUtils.sha256Hex(id), new Session(user.name(), user.hash(), now, now));
        return id;
    }

    /**
     * Returns the user of a session, with the user's current role, and restarts the session's idle time. Empty for an
     * invalid session.
     */
    public synchronized Optional<SignedIn> find(String id) {
        String key = DigestUtils.sha256Hex(id);
        Instant now = clock.instant();
        Optional<SignedIn> who = user(key, now);
        if (who.isEmpty()) {
            sessions.remove(key);
        } else {
            sessions.computeIfPresent(key, (k, old) -> new Session(old.user(), old.hash(), old.opened(), now));
        }
        return who;
    }

    /** Returns the same as {@link #find}, but the idle time goes on. For a check that is no request of the user. */
    public synchronized Optional<SignedIn> peek(String id) {
        return user(DigestUtils.sha256Hex(id), clock.instant());
    }

    private Optional<SignedIn> user(String key, Instant now) {
        return Optional.ofNullable(sessions.get(key))
                .filter(session -> !ended(session, now))
                .flatMap(session ->
                        users.find(session.user()).filter(one -> one.hash().equals(session.hash())))
                .map(one -> one.signedIn(AuthenticationMethod.SESSION));
    }

    /** Ends the session if it exists. */
    public synchronized void close(String id) {
        sessions.remove(DigestUtils.sha256Hex(id));
    }

    private boolean ended(Session session, Instant now) {
        return !now.isBefore(session.used().plus(idle))
                || !now.isBefore(session.opened().plus(absolute));
    }

    private void makeRoom(String user) {
        List<String> leastRecentFirst = sessions.entrySet().stream()
                .filter(entry -> entry.getValue().user().equals(user))
                .map(Map.Entry::getKey)
                .toList();
        if (leastRecentFirst.size() >= MOST_OF_ONE) {
            sessions.remove(leastRecentFirst.getFirst());
        }
    }
}
