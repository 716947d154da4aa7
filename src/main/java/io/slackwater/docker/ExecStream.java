package io.slackwater.docker;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A running command in a container, with its standard streams. Not safe for use by several threads, with two exceptions: one
 * thread may write stdin while another reads, and any thread may call {@link #close()}.
 *
 * <p>The end of the stream alone is never success: only {@link #exitCode()} says how the command ended.
 */
public interface ExecStream extends AutoCloseable {

    /**
     * Reads bytes of stdout. Blocks until some are there. Returns -1 at a proper end of the stream, even when the command did not
     * read all of its stdin.
     *
     * @throws IOException the stream was cut, in the middle of a frame or otherwise
     */
    int read(byte[] into, int offset, int length) throws IOException;

    /**
     * The command's stdin, if it was requested. Closing it sends an end of file while stdout stays readable, and makes a
     * blocked write fail. Any thread may close it. A command that ends early leaves the writer blocked, so close this stream at
     * the end of stdout.
     */
    OutputStream stdin();

    /** Ends the stream with a {@link java.net.SocketTimeoutException} after this time, unless the limit is closed before. */
    Limit limit(Duration limit);

    /** A running time limit; closing it lifts it. */
    interface Limit extends AutoCloseable {
        @Override
        void close();
    }

    /** The first and the last 4 KiB of stderr so far, as text; a line with only … replaces the part between them. */
    String stderr();

    /**
     * The exit code of the command. Docker is asked after the end of the stream.
     *
     * @throws DockerException Docker does not know: the daemon or the container has gone, or it still runs. That is a failure.
     */
    int exitCode() throws DockerException;

    /** Disconnects. The command in the container is <em>not</em> ended by that (Docker has no such call). Idempotent. */
    @Override
    void close();
}
