package io.slackwater.stream;

import java.io.IOException;

/**
 * The bytes of one dump while they are made. Used by one thread; {@link #close()} may come from any.
 *
 * <p>End of data is not success: only after {@link #finish()} has returned is the dump whole.
 */
public interface DumpSource extends AutoCloseable {

    /**
     * Waits until the dump can be read; no timeout of the reader applies until then. An exception says why the dump cannot begin.
     */
    default void opened() throws IOException {}

    /** Reads some bytes, blocking; -1 at the end. An exception means that the dump is broken. */
    int read(byte[] into, int offset, int length) throws IOException;

    /** Asks, after the end, whether the dump is whole (exit code, checksum). Throws with the reason when it is not. */
    void finish() throws IOException, InterruptedException;

    /** Ends the dump, also inside the workload's container. Idempotent. */
    @Override
    void close();
}
