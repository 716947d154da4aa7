package io.slackwater.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * A restore into a new place, and its progress. Immutable.
 *
 * @param target the place in words: {@code database app_restored of workload shop-db}
 * @param step the last step that began
 * @param ended empty while the restore runs
 * @param message why the restore failed, how an interrupted restore was undone, or what differs from the snapshot; else
 *     empty
 * @param warning a known problem of the snapshot that does not prevent the restore; else empty
 */
public record RestoreRecord(
        String id,
        String dataset,
        String snapshot,
        String target,
        State state,
        RestoreStep step,
        Instant started,
        Optional<Instant> ended,
        String message,
        Optional<String> warning) {

    /** Makes the record of a restore that begins. */
    public static RestoreRecord begun(
            String id, String dataset, String snapshot, String target, Instant started, Optional<String> warning) {
        return new RestoreRecord(
                id,
                dataset,
                snapshot,
                target,
                State.RUNNING,
                RestoreStep.PREPARING,
                started,
                Optional.empty(),
                "",
                warning);
    }

    /** Returns the record when the next step begins. */
    public RestoreRecord in(RestoreStep next) {
        return new RestoreRecord(id, dataset, snapshot, target, state, next, started, ended, message, warning);
    }

    /** Returns the record at the restore's end. */
    public RestoreRecord end(State outcome, Instant at, String why) {
        return new RestoreRecord(id, dataset, snapshot, target, outcome, step, started, Optional.of(at), why, warning);
    }

    public enum State {
        RUNNING,
        SUCCEEDED,
        FAILED
    }
}
