package io.slackwater.docker;

import java.nio.file.Path;

/**
 * The Docker Engine, as far as Slackwater needs it. Safe for use by several threads. Every method throws
 * {@link DockerException} when the daemon is away; the connection is made anew on the next call.
 */
public interface Docker extends ContainerView, ContainerControl, ContainerExec, DockerVolumes {

    /** Checks that the daemon answers. */
    void ping() throws DockerException;

    /** The daemon's data root ({@code /var/lib/docker} mostly). */
    Path dataRoot() throws DockerException;

    /** Starts a labelled helper container from our own image. Closing it removes it. */
    HelperContainer helper(HelperRequest request) throws DockerException, InterruptedException;

    /** Removes all helper containers that carry this instance's label: leftovers of a crash. Returns how many. */
    int sweepHelpers() throws DockerException;

    /**
     * Follows events until closed, reconnecting for ever with back-off. After every (re)connection {@link DockerEvents#resync()}
     * is called first, because events may have been missed.
     */
    AutoCloseable follow(DockerEvents listener);
}
