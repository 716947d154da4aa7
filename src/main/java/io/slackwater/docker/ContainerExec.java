package io.slackwater.docker;

import java.time.Duration;

/** Commands inside running containers. Safe for use by several threads. */
public interface ContainerExec {

    /**
     * Runs a short command and keeps the first MiB of its output. When the time is over the stream is closed and the call fails;
     * the command is not killed by that, so give it its own {@code timeout} where it could hang.
     */
    ExecResult exec(String id, ExecCommand command, Duration limit) throws DockerException, InterruptedException;

    /** Starts a command with its stdout (and, if asked, stdin) connected over the socket. */
    ExecStream open(String id, ExecCommand command, boolean stdin) throws DockerException;
}
