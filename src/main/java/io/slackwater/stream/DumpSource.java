package io.slackwater.stream;

import java.io.IOException;

/**
 * The bytes of a running dump. Used by one thread; any thread may call {@link #close()}.
 *
 * <p>The end of the data does not prove success: the dump is complete only after {@link #finish()} has returned.
 */
public interface DumpSource extends AutoCloseable {

    /**
     * Waits until the dump can be read. Call it before the first read. No timeout runs meanwhile. Throws with the
     * reason when the dump cannot start.
     */
    default void opened() throws IOException, InterruptedException {}

    /** Reads some bytes; blocks; returns -1 at the end. Throws when the dump failed. */
    int read(byte[] into, int offset, int length) throws IOException;

    /**
     * Checks after the end of the data that the dump is complete, such as by its exit code. Throws with the reason
     * otherwise.
     */
    void finish() throws IOException, InterruptedException;

    /** Ends the dump, also its process in the container. Idempotent. */
    @Override
    void close();
}
