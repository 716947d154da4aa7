package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.EngineName;
import io.slackwater.journal.PoisonStore;
import io.slackwater.journal.RunRecord;
import io.slackwater.policy.Limits;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Unclaimed;
import io.slackwater.repository.Window;
import io.slackwater.trust.PoisonCleanup;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.RunFailure.Failed;
import io.slackwater.trust.SnapshotTrust;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Stores data through Backrest or through Slackwater's own restic, and records snapshots that must not count.
 *
 * @param backrest tried first; empty without a Backrest
 * @param embedded Slackwater's own restic, which can store every dataset
 */
public record Storage(
        Optional<Engine> backrest,
        Engine embedded,
        PoisonCleanup cleanup,
        PoisonStore poisons,
        SnapshotTrust trust,
        Clock clock) {

    private static final Logger LOG = Logger.getLogger(Storage.class);

    /** Whether a backup of the dataset waits in Backrest's queue before restic starts. */
    boolean queues(String dataset) {
        return takes(dataset).isPresent();
    }

    private Optional<Engine> takes(String dataset) {
        return backrest.filter(engine -> engine.takes(dataset));
    }

    /** Removes the snapshots of the dataset's failed runs. Returns these runs. */
    List<String> forgetLeftovers(Dataset dataset) throws Failed, InterruptedException {
        return cleanup.before(dataset);
    }

    /** Opens the repository and makes sure that it is still the same. Returns its restic id. */
    String open(Repository repository) throws Failed, InterruptedException {
        try {
            return trust.alarms().open(repository);
        } catch (RepositoryException e) {
            throw Failed.of(e);
        }
    }

    /**
     * Stores through Backrest if Backrest makes this dataset's backups. Slackwater's own restic takes over only if
     * Backrest has not begun to read.
     */
    StoredSnapshot store(
            Repository repository, StoreRequest request, OngoingRun progress, Window window, Slots.Slot slot)
            throws RepositoryException, InterruptedException {
        Optional<Engine> first = takes(request.dataset());
        if (first.isPresent()) {
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

    /** Records that the repository's data are damaged. Other snapshots may share the damage. */
    void damaged(BackupTarget target, RunFailure reason) {
        try {
            trust.alarms()
                    .unreadable(
                            target.repository().id(),
                            target.restic(),
                            target.dataset().id(),
                            clock.instant(),
                            String.valueOf(reason.getMessage()));
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    /** Registers a snapshot before restic begins to store it. */
    UnverifiedSnapshot unverified(String restic, OngoingRun progress) {
        return new UnverifiedSnapshot(poisons, restic, progress);
    }

    /** Suspends the retention of a dataset that became much smaller. */
    void guardRetention(Limits limits, RunRecord verified) {
        trust.shrink().verified(limits, verified.dataset(), verified.bytes());
    }
}
