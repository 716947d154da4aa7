package io.slackwater.docker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The operations of the Docker Engine that Slackwater uses. Safe for use by several threads. Every method throws {@link
 * DockerException} when the daemon does not answer. The next call connects again.
 */
public interface Docker extends ContainerView, ContainerControl {

    /** Checks that the daemon answers. */
    void ping() throws DockerException;

    /** The directory where the daemon keeps its data, usually {@code /var/lib/docker}. */
    Path dataRoot() throws DockerException;

    /** The labels of each volume, by the volume's name. */
    Map<String, Map<String, String>> volumes() throws DockerException;

    /** Creates an empty volume. Throws when the volume exists. */
    void createVolume(String name, Map<String, String> labels) throws DockerException;

    void removeVolume(String name) throws DockerException;

    /**
     * Runs a short command and returns the first MiB of its output. Throws after the limit, but cannot end the command.
     * A command that may hang therefore needs its own {@code timeout}.
     */
    ExecResult exec(String id, ExecCommand command, Duration limit) throws DockerException, InterruptedException;

    /** Starts a command and connects its stdout, and on request its stdin. */
    ExecStream open(String id, ExecCommand command, boolean stdin) throws DockerException;

    /** Starts a helper container. Closing it removes it. */
    HelperContainer helper(HelperRequest request) throws DockerException, InterruptedException;

    /**
     * Removes the helper containers that a crash left behind, and returns their number. Leaves those of other
     * Slackwater installations.
     */
    int sweepHelpers() throws DockerException;

    /**
     * Reports events to the listener until closed. Reconnects without end, with backoff. Calls {@link
     * DockerEvents#resync()} after each connection, because events may have been missed.
     */
    AutoCloseable follow(DockerEvents listener);
}
