package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreStore;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestorePlace;
import java.util.Arrays;

/** One restore. The step that creates the target is journaled first. If a later step fails, the target is removed. */
record RestoreRun(RestoreRecord restore, RestorePlace place, RestoreStore store) {

    /** Returns the differences between the place and the snapshot, for the user; empty without a difference. */
    String run() throws RestoreException, InterruptedException {
        store.creates(restore.id(), place.step());
        try (RestorePlace open = place) {
            store.created(restore.id(), open.create());
            open.fill();
            open.finish();
            return open.note();
        } catch (DockerException e) {
            RestoreException failed = new RestoreException(
                    RestoreException.Reason.FAILED, "cannot restore into " + place.words() + ": " + e.getMessage(), e);
            Arrays.stream(e.getSuppressed()).forEach(failed::addSuppressed);
            undo(failed);
            throw failed;
        } catch (RestoreException | InterruptedException | RuntimeException | Error e) {
            undo(e);
            throw e;
        }
    }

    private void undo(Throwable failure) {
        try {
            place.remove();
        } catch (RestoreException | DockerException | InterruptedException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
