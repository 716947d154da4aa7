package io.slackwater.capture;

import io.slackwater.stream.DumpSource;
import java.util.Map;

/** Makes and checks the dumps of one kind of service. Stateless. Safe for use by several threads. */
public interface StreamCapture {

    /**
     * Starts the dump and waits for its first bytes. Throws early failures, such as a wrong password, a lock or a
     * removed container.
     */
    DumpSource open(CaptureRequest request) throws CaptureException, InterruptedException;

    /** Starts a check of a stored dump. The caller writes to it the bytes that it reads from the repository. */
    StreamCheck check(CaptureRequest request) throws CaptureException, InterruptedException;

    /** Ends processes and sessions that an earlier run with the same id left in the container. */
    void sweep(CaptureRequest request) throws CaptureException, InterruptedException;

    /** Settings of the running service that a restore needs, such as names of its files. Contains no secrets. */
    default Map<String, String> facts(CaptureRequest request) throws CaptureException, InterruptedException {
        return Map.of();
    }
}
