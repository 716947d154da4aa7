package io.slackwater.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * A restore into a new place, as far as it is known. Immutable.
 *
 * @param kind what the place is: {@code database}, {@code volume} or {@code directory}
 * @param workload whose server the database is in; empty for other places
 * @param place its name; empty: the roles of the workload
 * @param target the place in words
 * @param ended empty while it runs, and where the process that ran it died
 * @param warning what is to be known of its snapshot; empty when nothing
 */
public record RestoreRecord(
        String id,
        String dataset,
        String snapshot,
        String kind,
        String workload,
        String place,
        String target,
        State state,
        Instant started,
        Optional<Instant> ended,
        String message,
        String warning) {

    /** The same restore at its end. */
    public RestoreRecord endedAt(Instant at, State outcome, String words) {
        return new RestoreRecord(
                id,
                dataset,
                snapshot,
                kind,
                workload,
                place,
                target,
                outcome,
                started,
                Optional.of(at),
                words,
                warning);
    }

    /** How far it is. */
    public enum State {
        RUNNING,
        SUCCEEDED,
        FAILED
    }
}
