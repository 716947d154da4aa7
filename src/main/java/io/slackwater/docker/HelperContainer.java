package io.slackwater.docker;

import java.time.Duration;

/** A running helper container. {@link #close()} removes it and is idempotent. */
public interface HelperContainer extends AutoCloseable {

    String id();

    /** Runs a short command in this container, as {@link Docker#exec} does. */
    ExecResult exec(ExecCommand command, Duration limit) throws DockerException, InterruptedException;

    /** Starts a command in this container with connected stdin and stdout. */
    ExecStream open(ExecCommand command) throws DockerException;

    @Override
    void close() throws DockerException;
}
