package io.slackwater.stream;

import java.io.IOException;

/**
 * The destination of one dump. One thread writes; {@link #cut()} may come from any. Only after {@link #end()} the reader takes
 * the dump for whole.
 */
interface DumpOutput {

    /** A buffer to fill. Waits while the reader is behind. */
    byte[] buffer() throws IOException, InterruptedException;

    /** Writes the first {@code count} bytes of the buffer and reclaims the buffer. */
    void write(byte[] buffer, int count) throws IOException;

    /** The dump is whole. */
    void end() throws IOException;

    /** Makes the reader see a broken transfer. Idempotent; nothing follows. */
    void cut();
}
