package io.slackwater.discovery;

import java.util.Optional;

/**
 * How to sign in to the service of a workload from inside its container. A password is never printed.
 *
 * @param user empty: the service's default
 * @param password empty: none is needed
 */
public record Credentials(Optional<String> user, Optional<Secret> password) {

    public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

    /** A secret that does not show itself. */
    public static final class Secret {
        private final String value;

        public Secret(String value) {
            this.value = value;
        }

        /** The secret itself: for the environment of an exec, nothing else. */
        public String reveal() {
            return value;
        }

        @Override
        public String toString() {
            return "****";
        }
    }
}
