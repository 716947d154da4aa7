package io.slackwater.discovery;

import io.slackwater.docker.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * User and password for a service in its own container. The password is never printed.
 *
 * @param user empty for the service's default user
 * @param password empty when none is needed
 * @param because where user and password were found
 */
public record Credentials(Optional<String> user, Optional<Secret> password, List<String> because) {

    public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty(), List.of());

    public Credentials {
        because = List.copyOf(because);
    }

    /**
     * Explains a refused sign-in: the server's message, and where user and password came from. Never contains the
     * password.
     */
    public String tried(String message, Container container) {
        List<String> from = new ArrayList<>(because);
        if (password.isEmpty()) {
            from.add("no password was found for it");
        }
        return Sentence.ended(message) + " Tried in container " + container.name() + " as "
                + user.orElse("the default user") + "; " + String.join("; ", from);
    }

    /**
     * A secret with a masked {@code toString}.
     *
     * @param reveal the secret value; only for the environment of a command in a container
     */
    public record Secret(String reveal) {

        @Override
        public String toString() {
            return "****";
        }
    }
}
