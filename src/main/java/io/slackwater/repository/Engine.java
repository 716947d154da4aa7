package io.slackwater.repository;

import java.util.function.LongConsumer;

/** Executes restic for a backup. Safe for use by several threads. */
public interface Engine {

    /**
     * Whether this engine takes a backup of the dataset now. Backrest is asked first; the embedded engine takes every backup. Backrest
     * has a queue, in which a backup does no work.
     */
    default boolean takes(String dataset) {
        return true;
    }

    /**
     * Stores one dataset, and returns once restic reports the snapshot. An interrupt ends restic with its process group. The window is
     * open only while restic reads.
     *
     * @param bytes receives how many bytes restic has read so far, on any one thread; must not block
     * @throws Unclaimed nothing was read, and this engine will not read: the next engine may make the backup
     * @throws RepositoryException nothing usable was stored; the exception names a snapshot that exists nevertheless
     */
    StoredSnapshot store(Repository repository, StoreRequest request, LongConsumer bytes, Window window)
            throws RepositoryException, InterruptedException;

    /**
     * Ends the backup of an ended run. Returns whether it may still store a snapshot, which can only be judged later.
     */
    default boolean mayStillStore(String dataset) throws InterruptedException {
        return false;
    }
}
