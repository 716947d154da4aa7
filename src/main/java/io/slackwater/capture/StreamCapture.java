package io.slackwater.capture;

import io.slackwater.stream.DumpSource;
import java.util.Map;

/** How one kind of stream dataset is dumped and checked. Stateless and safe for use by several threads. */
public interface StreamCapture {

    /**
     * Starts the dump and waits for its first bytes. Early failures, such as a wrong password, a lock or a removed container,
     * throw here.
     */
    DumpSource open(CaptureRequest request) throws CaptureException, InterruptedException;

    /** Starts a check that takes the bytes as they were read back from the repository. */
    StreamCheck check(CaptureRequest request) throws CaptureException, InterruptedException;

    /**
     * Ends processes and sessions that an earlier run with this id left in the workload, for example a dump's database session.
     */
    void sweep(CaptureRequest request) throws CaptureException, InterruptedException;

    /** Facts about the running service that a restore needs, for example names of its files. No secrets. */
    default Map<String, String> facts(CaptureRequest request) throws CaptureException, InterruptedException {
        return Map.of();
    }
}
