package io.slackwater.docker;

import java.util.List;
import java.util.Map;

/**
 * A command to run in a container, without a shell and never with a TTY (a TTY corrupts binary output).
 *
 * @param user as in {@code docker exec --user}; empty for the image's own
 * @param environment added to the container's; may hold secrets
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

    /** Never shows the environment: it can hold passwords. */
    @Override
    public String toString() {
        return String.join(" ", argv);
    }
}
