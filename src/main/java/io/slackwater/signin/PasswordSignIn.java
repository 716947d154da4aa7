package io.slackwater.signin;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Checks names and passwords, and opens sessions. Refuses attempts above a rate limit before it computes a hash.
 * Computes at most two hashes at a time. A wrong password and an unknown name get the same answer after the same time.
 */
public final class PasswordSignIn {

    /** The number of concurrent bcrypt checks; each keeps a processor busy for a quarter of a second. */
    private static final int AT_A_TIME = 2;

    private static final Duration BUSY = Duration.ofSeconds(2);

    public sealed interface Answer {
        /**
         * The user is signed in.
         *
         * @param session the value of the session cookie
         */
        record In(SignedIn who, String session) implements Answer {
            @Override
            public String toString() {
                return "In[" + who + "]";
            }
        }

        /** The name or the password is wrong. */
        record Wrong() implements Answer {}

        /**
         * The attempt was refused without checking the password.
         *
         * @param after how long the user must wait
         */
        record Later(Duration after) implements Answer {}
    }

    private final UsersFile users;
    private final Sessions sessions;
    private final Throttle throttle;
    private final AuthFailures failures;
    private final Semaphore free = new Semaphore(AT_A_TIME);

    public PasswordSignIn(UsersFile users, Sessions sessions, Throttle throttle, AuthFailures failures) {
        this.users = users;
        this.sessions = sessions;
        this.throttle = throttle;
        this.failures = failures;
    }

    /** Whether the users file has no user yet. */
    public boolean hasNoUsers() {
        return users.all().isEmpty();
    }

    /** Returns the name of a user, or "unknown" for any other text: people type passwords into the wrong field. */
    public String shown(String name) {
        return users.find(name).map(User::name).orElse("unknown");
    }

    /** Checks a name and a password, unless the rate limit refuses the attempt. */
    public Answer signIn(String name, String password, String address) {
        if (!free.tryAcquire()) {
            return new Answer.Later(BUSY);
        }
        try {
            return look(name, password, address);
        } finally {
            free.release();
        }
    }

    private Answer look(String name, String password, String address) {
        Optional<User> user = users.find(name);
        // Invalid names share one bucket, so that they fill no memory.
        String bucket = name.length() <= User.LONGEST_NAME ? name : "?";
        String shown = shown(name);
        Optional<Duration> wait = throttle.attempt(bucket, address);
        if (wait.isPresent()) {
            failures.failed(AuthenticationMethod.PASSWORD, address, "too many attempts user=" + shown);
            return new Answer.Later(wait.get());
        }
        boolean right = Passwords.match(user, password, users.all());
        if (!right || user.isEmpty()) {
            failures.failed(AuthenticationMethod.PASSWORD, address, "wrong name or password user=" + shown);
            return new Answer.Wrong();
        }
        throttle.succeeded(bucket, address);
        return new Answer.In(user.get().signedIn(AuthenticationMethod.PASSWORD), sessions.open(user.get()));
    }
}
