package io.slackwater.stream;

import java.io.IOException;

/**
 * The bytes of one dump while they are made. Used by one thread; {@link #close()} may come from any.
 *
 * <p>End of data is not success: only after {@link #finish()} has returned is the dump whole.
 */
public interface DumpSource extends AutoCloseable {

    /**
     * Waits until there is something to read from, for as long as that may take: a silence before the dump has begun is not the
     * reader's to judge. An exception says why it cannot begin.
     */
    default void opened() throws IOException {}

    /** Reads some bytes, blocking; -1 at the end. An exception means that the dump is broken. */
    int read(byte[] into, int offset, int length) throws IOException;

    /** Asks, after the end, whether the dump is whole (exit code, checksum). Throws with the reason when it is not. */
    void finish() throws IOException, InterruptedException;

    /** Ends whatever still makes the dump, also inside the workload's container. Idempotent. */
    @Override
    void close();
}
