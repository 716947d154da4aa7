package io.slackwater.signin;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Checks the token of an external monitor. Refuses attempts above a rate limit before it compares the token. A request
 * without a token is no attempt. Safe for use by several threads.
 */
public final class MonitorSignIn {

    /** The result of a check. */
    public sealed interface Answer {
        /** The token is right. */
        record In() implements Answer {}

        /** The token is missing or wrong. */
        record Wrong() implements Answer {}

        /**
         * The attempt was refused without comparing the token.
         *
         * @param after how long the monitor must wait
         */
        record Later(Duration after) implements Answer {}
    }

    /** The one user of this sign-in, for the limits. */
    private static final String NAME = "monitor";

    private final Predicate<String> token;
    private final Throttle throttle;
    private final AuthFailures failures;

    /** @param token whether a value is the monitor's token; compares in constant time */
    public MonitorSignIn(Predicate<String> token, Throttle throttle, AuthFailures failures) {
        this.token = token;
        this.throttle = throttle;
        this.failures = failures;
    }

    public Answer check(Optional<String> offered, String address) {
        if (offered.isEmpty()) {
            return new Answer.Wrong();
        }
        Optional<Duration> wait = throttle.attempt(NAME, address);
        if (wait.isPresent()) {
            failures.failed(AuthenticationMethod.MONITOR, address, "too many attempts");
            return new Answer.Later(wait.get());
        }
        if (!token.test(offered.get())) {
            failures.failed(AuthenticationMethod.MONITOR, address, "wrong token");
            return new Answer.Wrong();
        }
        throttle.succeeded(NAME, address);
        return new Answer.In();
    }
}
