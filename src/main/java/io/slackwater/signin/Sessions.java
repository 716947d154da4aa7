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
 * The sessions of users with a password. They are kept in memory only, by the hash of the cookie's value: a copy of the memory opens no
 * session, and a restart ends all. A session ends when its user is removed or gets another password. A new role counts at once. Safe for
 * use by several threads.
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
     * @param idle how long a session lasts without a request
     * @param absolute how long it lasts at most
     */
    public Sessions(UsersFile users, Clock clock, Duration idle, Duration absolute) {
        this.users = users;
        this.clock = clock;
        this.idle = idle;
        this.absolute = absolute;
    }

    /** Opens a session and returns the value of its cookie, which is not kept. */
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

    /** The user of the session, with the current role. The idle time starts again. */
    public synchronized Optional<SignedIn> find(String id) {
        String key = DigestUtils.sha256Hex(id);
        Instant now = clock.instant();
        Session session = sessions.get(key);
        if (session == null) {
            return Optional.empty();
        }
        Optional<User> user = users.find(session.user())
                .filter(one -> one.hash().equals(session.hash()))
                .filter(one -> !ended(session, now));
        if (user.isEmpty()) {
            sessions.remove(key);
        } else {
            sessions.put(key, new Session(session.user(), session.hash(), session.opened(), now));
        }
        return user.map(one -> one.signedIn(AuthenticationMethod.SESSION));
    }

    /** Ends the session, if it exists. */
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
