package io.slackwater.run;

import io.slackwater.journal.EngineName;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Unclaimed;
import io.slackwater.repository.Window;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The programs that execute restic.
 *
 * @param backrest tried first; empty without a Backrest
 * @param embedded Slackwater's own restic, which can store every dataset
 */
public record Engines(Optional<Engine> backrest, Engine embedded) {

    private static final Logger LOG = Logger.getLogger(Engines.class);

    private static final String TWO_PASSES =
            "Slackwater makes this backup now with its own restic, in two passes, so that"
                    + " the container is paused only for a moment. The snapshot appears here when it is stored";

    /** Returns Backrest if it makes the dataset's backups; they wait in its queue before restic starts. */
    Optional<Engine> takes(String dataset) {
        return backrest.filter(engine -> engine.takes(dataset));
    }

    /**
     * Stores through Backrest if Backrest makes this dataset's backups. Slackwater's own restic takes over only if
     * Backrest has not begun to read.
     */
    StoredSnapshot store(
            Repository repository, StoreRequest request, OngoingRun progress, Window window, Slots.Slot slot)
            throws RepositoryException, InterruptedException {
        Optional<Engine> first = takes(request.dataset());
        if (first.isPresent() && request.ownRestic()) {
            first.get().decline(request.dataset(), TWO_PASSES);
        } else if (first.isPresent()) {
            try {
                progress.by(EngineName.BACKREST);
                return first.get().store(repository, request, progress::bytes, window);
            } catch (Unclaimed e) {
                LOG.debugf("the next engine stores run=%s reason=\"%s\"", request.run(), e.getMessage());
            }
        }
        slot.await();
        progress.by(EngineName.EMBEDDED);
        return embedded.store(repository, request, progress::bytes, window);
    }
}
