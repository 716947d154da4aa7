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
 * @param identity what its server knows the database by, system identifier and oid: empty until it is made, and for other places
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
        String warning,
        String identity) {

    /** The same restore once its database is there. */
    public RestoreRecord made(String as) {
        return new RestoreRecord(
                id, dataset, snapshot, kind, workload, place, target, state, started, ended, message, warning, as);
    }

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
                warning,
                identity);
    }

    /** How far it is. */
    public enum State {
        RUNNING,
        SUCCEEDED,
        FAILED
    }
}
