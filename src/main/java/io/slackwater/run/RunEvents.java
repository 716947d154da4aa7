package io.slackwater.run;

import io.slackwater.journal.RunRecord;
import io.slackwater.trust.RunFailure;

/**
 * Receives the progress of runs. The journal receives each event first; an event that the journal refuses ends the run. The other
 * receivers cannot disturb a run. Called on the run's thread, {@link #bytes} on the engine's.
 */
public interface RunEvents {

    /** A run is queued. */
    default void begun(RunRecord run) {}

    /** A run enters another state. */
    default void step(RunRecord run) {}

    /** @param done bytes that restic has read so far */
    default void bytes(RunRecord run, long done) {}

    /** An attempt failed, and the run repeats it. */
    default void warned(RunRecord run, RunFailure failure) {}

    /** A run is over; {@link Outcome#LEFT_OPEN} when the next start of Slackwater settles it. */
    default void ended(RunRecord run, Outcome outcome) {}
}
