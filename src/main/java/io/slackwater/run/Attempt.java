package io.slackwater.run;

import io.slackwater.trust.RunFailure;

/** One try to capture, store and verify a dataset. */
@FunctionalInterface
interface Attempt {

    /**
     * Returns only when the snapshot is proven whole; its success is journaled then.
     *
     * @param slot what stands in a queue so far takes it when it works
     */
    void run(RunLog log, Slots.Slot slot) throws RunFailure, InterruptedException;
}
