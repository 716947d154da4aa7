package io.slackwater.run;

import io.slackwater.journal.RunRecord;
import io.slackwater.trust.RunFailure;

/**
 * Receives the progress of runs. The journal gets each event first; if the journal cannot be written, the run ends.
 * Errors of other receivers are only logged. Called on the run's thread.
 */
public interface RunEvents {

    /** The run was queued. */
    default void begun(RunRecord run) {}

    /** The run changed its state. */
    default void step(RunRecord run) {}

    /**
     * restic has read this many bytes of the run's data so far. At most once a second for each run, on the thread of the
     * engine.
     */
    default void read(RunRecord run, long bytes) {}

    /** An attempt failed, and the run makes another one. */
    default void warned(RunRecord run, RunFailure failure) {}

    /** The run ended. {@link Outcome#LEFT_OPEN} means that the next start of Slackwater ends it. */
    default void ended(RunRecord run, Outcome outcome) {}
}
