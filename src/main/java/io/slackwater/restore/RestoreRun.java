package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoreStep;
import io.slackwater.journal.RestoreStore;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestorePlace;

/**
 * One restore. {@link #run} writes each step to the journal before the step begins; {@link #close} reports the end. A
 * failed restore removes the target that it created. For one thread.
 */
final class RestoreRun implements AutoCloseable {

    private final ChosenSnapshot snapshot;
    private final RestorePlace place;
    private final RestoreStore store;
    private final RestorableSnapshots snapshots;
    private final RestoreHistory history;
    private RestoreRecord restore;
    private State outcome = State.FAILED;
    private String message = "";

    RestoreRun(
            RestoreRecord restore,
            ChosenSnapshot snapshot,
            RestorePlace place,
            RestoreStore store,
            RestorableSnapshots snapshots,
            RestoreHistory history) {
        this.restore = restore;
        this.snapshot = snapshot;
        this.place = place;
        this.store = store;
        this.snapshots = snapshots;
        this.history = history;
    }

    /** Executes all steps. {@link Restores#start} has chosen the snapshot and refused an existing target before. */
    void run() {
        try {
            begin(RestoreStep.CREATING);
            try (AutoCloseable _ = this::removeIncomplete;
                    place) {
                store.created(restore.id(), place.create());
                begin(RestoreStep.FILLING);
                place.fill();
                begin(RestoreStep.CHECKING);
                place.check();
                begin(RestoreStep.FINISHING);
                place.finish();
                message = place.note();
                outcome = State.SUCCEEDED;
            }
        } catch (Exception | Error e) {
            failed(e);
        }
    }

    private void begin(RestoreStep step) {
        restore = restore.in(step);
        store.update(restore);
    }

    private void removeIncomplete() throws RestoreException, DockerException, InterruptedException {
        if (outcome == State.FAILED) {
            place.remove();
        }
    }

    /**
     * Sets the message of a failure, which also names what could not be undone. If data of the snapshot proved to be
     * damaged, the snapshot is no longer offered.
     */
    private void failed(Throwable e) {
        message = RestoreFailure.words(restore.dataset(), e);
        if (e instanceof RestoreException failure) {
            snapshots.failed(snapshot, failure.failure(), message);
        }
    }

    /** Reports the end of the restore. */
    @Override
    public void close() {
        history.end(restore, outcome, message);
    }
}
