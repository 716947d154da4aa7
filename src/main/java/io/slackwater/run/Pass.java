package io.slackwater.run;

import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.RunFailure.Failed;
import java.io.IOException;
import java.util.Map;

/**
 * One reading of a dataset by restic, and the check of its snapshot. The snapshot of a capture's last pass is the one that counts. Used
 * by the run's thread.
 */
interface Pass extends AutoCloseable {

    StoreRequest request();

    /** Whether the workload must be frozen while restic reads. */
    boolean needsFreeze();

    /** restic is about to read: begins to open the dump, or walks the tree. */
    void open() throws Failed, InterruptedException;

    /** restic reads no more. Idempotent; no effect on a pass that was not opened. */
    @Override
    void close();

    /** Bytes of the tree as it was walked; 0 for a dump. */
    long bytes();

    /** The reason of a failed store, in the words of the capture when the capture failed first. */
    Failed failure(RepositoryException store);

    /** Whether the dataset could not be opened, so that nothing was read. */
    boolean refused();

    /**
     * The bytes that were given to restic.
     *
     * @throws Failed restic stored something else
     */
    Content content(StoredSnapshot stored) throws Failed;

    /** @param sha256 empty for a tree */
    record Content(long bytes, String sha256) {}

    /** Reads the snapshot back, and returns only when it is complete. */
    Proof verify(StoredSnapshot stored) throws RunFailure, RepositoryException, IOException, InterruptedException;

    /**
     * A verified snapshot.
     *
     * @param file the dump's name in the snapshot, or the tree's path
     * @param format of the dump; {@code tree} for files
     * @param facts facts about the service that a restore needs
     * @param notes notes for the user on a success
     */
    record Proof(String file, String format, Map<String, String> facts, String notes) {}
}
