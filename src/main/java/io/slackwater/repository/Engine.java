package io.slackwater.repository;

import java.util.function.LongConsumer;

/** A program that runs restic for backups: Backrest or Slackwater itself. Safe for use by several threads. */
public interface Engine {

    /**
     * Whether this engine accepts a backup of the dataset now. Slackwater's own engine accepts every backup, and is
     * used when Backrest does not.
     */
    default boolean takes(String dataset) {
        return true;
    }

    /**
     * Stores one dataset. Returns once restic reports the snapshot. An interrupt ends restic and its child processes.
     * The window is open only while restic reads.
     *
     * @param bytes receives the number of bytes that restic has read so far; called by one thread; must not block
     * @throws Unclaimed this engine has read nothing and will not read, so another engine may make the backup
     * @throws RepositoryException no usable snapshot was stored; {@link RepositoryException#snapshot} names an unusable
     *      one
     */
    StoredSnapshot store(Repository repository, StoreRequest request, LongConsumer bytes, Window window)
            throws RepositoryException, InterruptedException;

    /** Refuses a backup that this engine began by itself, because another engine makes it. */
    default void decline(String dataset, String reason) {}

    /** Whether the backup of a run that has ended may still store a snapshot. */
    enum MayStore {
        NO,
        YES,
        /** The engine does not answer now. */
        UNKNOWN
    }

    /** Ends the backup of a run that has ended. Returns whether the backup may still store a snapshot later. */
    default MayStore mayStillStore(String dataset) throws InterruptedException {
        return MayStore.NO;
    }
}
