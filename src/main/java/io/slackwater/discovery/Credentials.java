package io.slackwater.discovery;

import io.slackwater.docker.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How to sign in to the service of a workload from inside its container. A password is never printed.
 *
 * @param user empty: the service's default
 * @param password empty: none is needed
 * @param because where user and password were found
 */
public record Credentials(Optional<String> user, Optional<Secret> password, List<String> because) {

    public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty(), List.of());

    public Credentials {
        because = List.copyOf(because);
    }

    /** The message of a server that refused these credentials, with their source but never the password. */
    public String tried(String message, Container container) {
        List<String> from = new ArrayList<>(because);
        if (password.isEmpty()) {
            from.add("no password was found for it");
        }
        return message + (message.endsWith(".") ? "" : ".") + " Tried in container " + container.name() + " as "
                + user.orElse("the default user") + "; " + String.join("; ", from);
    }

    /**
     * A secret with a masked {@code toString}.
     *
     * @param reveal the secret itself: for the environment of an exec, nothing else
     */
    public record Secret(String reveal) {

        @Override
        public String toString() {
            return "****";
        }
    }
}
