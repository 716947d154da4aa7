package io.slackwater.capture;

import io.slackwater.discovery.Source;
import io.slackwater.stream.DumpSource;

/** How one kind of stream dataset is dumped and checked. Stateless and safe for use by several threads. */
public interface StreamCapture {

    boolean handles(Source source);

    /** The flat name of the file in the snapshot, the same for every run of a dataset: no directory (restic 0.18 fails on one). */
    String fileName(CaptureRequest request);

    /** Starts the dump. What can be refused before any byte flows (wrong password, container gone) throws here. */
    DumpSource open(CaptureRequest request) throws CaptureException, InterruptedException;

    /** Starts a check that takes the bytes as they were read back from the repository. */
    StreamCheck check(CaptureRequest request) throws CaptureException, InterruptedException;

    /**
     * Ends what an earlier run with this id may have left in the workload, for example a dump's database session. Does nothing when
     * there is nothing.
     */
    void sweep(CaptureRequest request) throws CaptureException, InterruptedException;
}
