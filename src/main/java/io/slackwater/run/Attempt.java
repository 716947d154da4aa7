package io.slackwater.run;

/** One try to capture, store and verify a dataset. */
@FunctionalInterface
interface Attempt {

    /** Returns only when the snapshot is proven whole; its success is journaled then. */
    void run(RunLog log) throws RunFailure, InterruptedException;
}
