package io.slackwater.capture;

import java.io.IOException;
import java.util.List;

/** Parses a stored dump to its end with the kind's own tool. Used by one thread. */
public interface StreamCheck extends AutoCloseable {

    /** Takes the next bytes. Throws as soon as they are known to be wrong. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** All bytes were given: returns only when the dump is whole and parses. */
    void complete() throws CaptureException, InterruptedException;

    /** Notes for the user about a good dump, a sentence each. Call it after {@link #complete()}. */
    default List<String> notes() {
        return List.of();
    }

    /** Idempotent; without {@link #complete()} it abandons the check. */
    @Override
    void close();
}
