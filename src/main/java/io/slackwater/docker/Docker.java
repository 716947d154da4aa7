package io.slackwater.docker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The Docker Engine, as far as Slackwater needs it. Safe for use by several threads. Every method throws
 * {@link DockerException} when the daemon does not answer; the next call reconnects.
 */
public interface Docker extends ContainerView, ContainerControl {

    /** Checks that the daemon answers. */
    void ping() throws DockerException;

    /** The daemon's data root ({@code /var/lib/docker} mostly). */
    Path dataRoot() throws DockerException;

    /** The labels of each volume that exists, by its name. */
    Map<String, Map<String, String>> volumes() throws DockerException;

    /** Creates an empty volume. An existing volume is a failure. */
    void createVolume(String name, Map<String, String> labels) throws DockerException;

    void removeVolume(String name) throws DockerException;

    /**
     * Runs a short command and keeps the first MiB of its output. At the limit the stream is closed and the call fails. This does not
     * end the command, so a command that can hang needs its own {@code timeout}.
     */
    ExecResult exec(String id, ExecCommand command, Duration limit) throws DockerException, InterruptedException;

    /** Starts a command. Its stdout, and on request its stdin, are connected over the socket. */
    ExecStream open(String id, ExecCommand command, boolean stdin) throws DockerException;

    /** Starts a labelled helper container. Closing it removes it. */
    HelperContainer helper(HelperRequest request) throws DockerException, InterruptedException;

    /** Removes the helper containers that a crash left, and returns their number. Helpers of other owners stay. */
    int sweepHelpers() throws DockerException;

    /**
     * Follows events until closed, and reconnects for ever with backoff. After every (re)connection {@link DockerEvents#resync()}
     * is called first, because events may have been missed.
     */
    AutoCloseable follow(DockerEvents listener);
}
