package io.slackwater.run;

import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.RunFailure.Failed;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * One reading of a dataset by restic, and the verification of the snapshot. A capture may have several passes; only the
 * snapshot of the last one counts. For the run's thread.
 */
interface Pass extends AutoCloseable {

    StoreRequest request();

    /** Whether an earlier pass left work for this one. Asked when the earlier passes have ended. */
    default boolean needed() {
        return true;
    }

    /** Whether the container must be paused while restic reads. */
    default boolean needsFreeze() {
        return false;
    }

    /**
     * Returns how long the container is expected to be paused; zero when unknown.
     *
     * @throws Failed longer than is allowed
     */
    default Duration estimate() throws Failed {
        return Duration.ZERO;
    }

    /** Called when restic is about to read. Begins to open the dump, or to list the tree's files. */
    default void open() throws Failed, InterruptedException {}

    /**
     * Called when restic has ended, before the container is resumed. Waits until the pass needs the paused container no
     * more. If restic has failed, waits for nothing. May be called several times, and without {@link #open}.
     *
     * @param read whether restic has read everything
     */
    default void readEnded(boolean read) {}

    /** Called when the container runs again. May be called several times, and without {@link #open}. */
    @Override
    default void close() {}

    /** Returns the failure after restic could not store. If the dump failed first, its error is the reason. */
    default Failed failure(RepositoryException store) {
        return Failed.of(store);
    }

    /** Called when the attempt has ended. Deletes what the pass keeps on disk. */
    default void discard() {}

    /** Whether the dump could not be opened, so that nothing was read. */
    default boolean refused() {
        return false;
    }

    /**
     * Returns what was given to restic.
     *
     * @throws Failed restic stored something else
     */
    Content content(StoredSnapshot stored) throws Failed, InterruptedException;

    /** @param sha256 the hash of the bytes; empty for a tree */
    record Content(long bytes, String sha256) {}

    /**
     * Reads the snapshot back and compares it with the data. Returns only if it is complete. Called for the last pass
     * only.
     */
    default Proof verify(StoredSnapshot stored)
            throws RunFailure, RepositoryException, IOException, InterruptedException {
        throw new IllegalStateException("snapshot " + stored.id() + " is not the run's last one");
    }

    /**
     * The facts about a verified snapshot.
     *
     * @param file the dump's name in the snapshot, or the tree's path
     * @param format the dump's format; {@code tree} for files
     * @param facts what a restore must know about the service
     * @param notes remarks for the user
     */
    record Proof(String file, String format, Map<String, String> facts, String notes) {}
}
