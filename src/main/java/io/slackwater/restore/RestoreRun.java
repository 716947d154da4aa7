package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreStore;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestorePlace;
import java.util.Arrays;

/** The steps of one restore. Each step is journaled before it creates anything, and its undo is registered by then. */
record RestoreRun(RestoreRecord restore, RestorePlace place, RestoreStore store) {

    void run() throws RestoreException, InterruptedException {
        try (Rollback rollback = new Rollback()) {
            try (RestorePlace open = place) {
                store.creates(restore.id(), open.step());
                rollback.add(open::remove);
                store.created(restore.id(), open.create());
                open.fill();
                open.finish();
            }
            rollback.cancel();
        } catch (DockerException e) {
            RestoreException failed = new RestoreException(
                    RestoreException.Reason.FAILED, "cannot restore into " + place.words() + ": " + e.getMessage(), e);
            Arrays.stream(e.getSuppressed()).forEach(failed::addSuppressed);
            throw failed;
        }
    }
}
