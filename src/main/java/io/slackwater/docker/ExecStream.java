package io.slackwater.docker;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A running command in a container whose standard streams are connected to us. Not safe for use by several threads, except that
 * one thread may write stdin while another reads, and {@link #close()} may come from anywhere.
 *
 * <p>The end of the stream alone is never success: only {@link #exitCode()} says how the command ended.
 */
public interface ExecStream extends AutoCloseable {

    /**
     * Reads bytes of stdout. Blocks until some are there. Returns -1 at a proper end of the stream, also of a command that ended before
     * it had read all of its stdin.
     *
     * @throws IOException the stream was cut, in the middle of a frame or otherwise
     */
    int read(byte[] into, int offset, int length) throws IOException;

    /**
     * The command's stdin, only if it was asked for. Closing it sends an end of file while stdout stays readable, and may come from
     * anywhere: a write that blocks fails then. A command that ends without reading all of it leaves the writer blocked; whoever
     * reads the end of its stdout should close this.
     */
    OutputStream stdin();

    /** The first and the last 4 KiB of stderr so far, as text; a line with nothing but … stands for what was between. */
    String stderr();

    /**
     * How the command ended, asked of Docker after the stream's end.
     *
     * @throws DockerException Docker does not know: the daemon or the container has gone, or it still runs. That is a failure.
     */
    int exitCode() throws DockerException;

    /** Disconnects. The command in the container is <em>not</em> ended by that (Docker has no such call). Idempotent. */
    @Override
    void close();
}
