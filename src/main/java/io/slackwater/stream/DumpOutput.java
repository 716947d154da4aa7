package io.slackwater.stream;

import java.io.IOException;

/**
 * Where one dump is written to. One thread writes; any thread may call {@link #cut()}. The reader accepts the dump only
 * after {@link #end()}.
 */
interface DumpOutput {

    /** An empty buffer. Waits while the reader is slower than the dump. */
    byte[] buffer() throws IOException, InterruptedException;

    /** Writes the first {@code count} bytes of the buffer. The caller must not use the buffer afterwards. */
    void write(byte[] buffer, int count) throws IOException;

    /** Tells the reader that the dump is complete. */
    void end() throws IOException;

    /** Breaks the transfer, so that the reader fails. Idempotent; no other call may follow. */
    void cut();
}
