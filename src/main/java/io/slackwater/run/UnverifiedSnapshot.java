package io.slackwater.run;

import io.slackwater.journal.Poison;
import io.slackwater.journal.PoisonStore;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoredSnapshot;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that restic is storing or has stored, and that is not verified. It is registered before restic begins.
 * Closing it marks the snapshot for removal before the dataset's next run, unless {@link #keep} was called.
 */
final class UnverifiedSnapshot implements AutoCloseable {

    /** Failures before restic stored anything, so that no snapshot can exist. */
    private static final Set<Failure> NOTHING_STORED = EnumSet.of(
            Failure.NO_REPOSITORY,
            Failure.OTHER_REPOSITORY,
            Failure.WRONG_KEY,
            Failure.KEY_MISSING,
            Failure.LOCKED,
            Failure.NOT_BEGUN);

    private final PoisonStore poisons;
    private final String restic;
    private final OngoingRun progress;
    private Optional<String> id = Optional.empty();
    private @Nullable StoredSnapshot stored;
    private boolean kept;

    /** @param restic the restic id of the repository */
    UnverifiedSnapshot(PoisonStore poisons, String restic, OngoingRun progress) {
        this.poisons = poisons;
        this.restic = restic;
        this.progress = progress;
    }

    void stored(StoredSnapshot snapshot) {
        stored = snapshot;
        id = Optional.of(snapshot.id());
    }

    /**
     * Records that storing failed.
     *
     * @param unread whether nothing was read, because the dump could not be opened
     */
    void failed(RepositoryException e, boolean unread) {
        id = e.snapshot();
        kept = id.isEmpty() && (unread || NOTHING_STORED.contains(e.failure()));
    }

    StoredSnapshot stored() {
        if (stored == null) {
            throw new IllegalStateException(
                    "run " + progress.id() + " cannot be verified, because it has stored nothing");
        }
        return stored;
    }

    /** Keeps the snapshot, because it is verified or may be intact. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() {
        if (!kept) {
            poisons.add(new Poison(restic, progress.record().dataset(), progress.id(), id));
        }
    }
}
