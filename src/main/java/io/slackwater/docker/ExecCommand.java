package io.slackwater.docker;

import java.util.List;
import java.util.Map;

/**
 * A command to run in a container. Runs without a shell, and without a TTY, which would corrupt binary output.
 *
 * @param environment variables to add to the container's; may contain secrets
 * @param user as in {@code docker exec --user}; empty for the image's user
 */
public record ExecCommand(List<String> argv, Map<String, String> environment, String user) {

    public ExecCommand {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    public static ExecCommand of(String... argv) {
        return new ExecCommand(List.of(argv), Map.of(), "");
    }

    public ExecCommand withEnvironment(String name, String value) {
        java.util.HashMap<String, String> more = new java.util.HashMap<>(environment);
        more.put(name, value);
        return new ExecCommand(argv, more, user);
    }

    /** Leaves out the environment, because it may contain passwords. */
    @Override
    public String toString() {
        return String.join(" ", argv);
    }
}
