package io.slackwater.stream;

import java.io.IOException;

/**
 * Where one dump goes. One thread writes; {@link #cut()} may come from any. The reader takes the dump for whole only after {@link
 * #end()}.
 */
interface DumpOutput {

    /** A buffer to fill. Waits while the reader is behind. */
    byte[] buffer() throws IOException, InterruptedException;

    /** Takes the first bytes of such a buffer, and the buffer with them. */
    void write(byte[] buffer, int count) throws IOException;

    /** The dump is whole. */
    void end() throws IOException;

    /** The dump is not whole, whatever was written: the reader must see that. Idempotent; nothing follows it. */
    void cut();
}
