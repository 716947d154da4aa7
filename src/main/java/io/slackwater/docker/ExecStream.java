package io.slackwater.docker;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A running command in a container with its standard streams. Used by one thread, with two exceptions: another thread
 * may write stdin, and any thread may call {@link #close()}.
 *
 * <p>The end of the stream does not prove success. Only {@link #exitCode()} tells how the command ended.
 */
public interface ExecStream extends AutoCloseable {

    /**
     * Reads bytes of stdout. Blocks until some are available. Returns -1 at a proper end of the stream, even if the
     * command did not read all of its stdin.
     *
     * @throws IOException the connection broke
     */
    int read(byte[] into, int offset, int length) throws IOException;

    /**
     * The command's stdin, if it was requested. Any thread may close it. Closing it sends an end of file and makes a
     * blocked write fail; stdout stays readable. Close it at the end of stdout: a writer stays blocked after a command
     * that ended early.
     */
    OutputStream stdin();

    /**
     * Breaks the stream with a {@link java.net.SocketTimeoutException} after this time, unless the returned limit is
     * closed before.
     */
    Limit limit(Duration limit);

    /** A running time limit. Closing it cancels it. */
    interface Limit extends AutoCloseable {
        @Override
        void close();
    }

    /** The first and last 4 KiB of stderr so far. A line with … stands for the bytes between them. */
    String stderr();

    /**
     * The command's exit code. Call it after the end of the stream.
     *
     * @throws DockerException the exit code is unknown: the daemon or container has gone, or the command still runs
     */
    int exitCode() throws DockerException;

    /** Disconnects. The command in the container continues, because Docker cannot end it. Idempotent. */
    @Override
    void close();
}
