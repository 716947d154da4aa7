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
 * A snapshot that restic stores, or may have stored, and that has no verdict. Registered before restic begins. Its undo poisons the
 * snapshot: the dataset's next run forgets it first.
 */
final class UnverifiedSnapshot implements AutoCloseable {

    /** restic said so before it stored anything: no snapshot can exist. */
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

    /** @param unread whether nothing was read, because the dataset could not be opened */
    void failed(RepositoryException e, boolean unread) {
        id = e.snapshot();
        kept = id.isEmpty() && (unread || NOTHING_STORED.contains(e.failure()));
    }

    StoredSnapshot stored() {
        if (stored == null) {
            throw new IllegalStateException("run " + progress.id() + " has stored nothing");
        }
        return stored;
    }

    /** The snapshot is not poison: it is verified, or may be intact. */
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
