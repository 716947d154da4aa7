package io.slackwater.capture;

import java.io.IOException;
import java.util.List;

/** Checks a stored dump to its end with the service's own tool. Used by one thread. */
public interface StreamCheck extends AutoCloseable {

    /** Takes the next bytes of the dump. Throws as soon as an error is known. */
    void write(byte[] bytes, int offset, int length) throws IOException, InterruptedException;

    /** Ends the check after the last byte. Returns normally only if the dump is complete and valid. */
    void complete() throws CaptureException, InterruptedException;

    /** Notes for the user about a good dump, one sentence each. Call it after {@link #complete()}. */
    default List<String> notes() {
        return List.of();
    }

    /** Ends the check. Idempotent. Without {@link #complete()}, the check has no result. */
    @Override
    default void close() {}
}
