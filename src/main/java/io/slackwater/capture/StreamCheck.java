package io.slackwater.capture;

import java.io.IOException;

/** Parses a stored dump to its end with the kind's own tool. Used by one thread. */
public interface StreamCheck extends AutoCloseable {

    /** Takes the next bytes. Throws as soon as they are known to be wrong. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** All bytes were given: returns only when the dump is whole and parses. */
    void complete() throws CaptureException, InterruptedException;

    /** Idempotent; without {@link #complete()} it abandons the check. */
    @Override
    void close();
}
