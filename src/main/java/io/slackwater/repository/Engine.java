package io.slackwater.repository;

import java.util.function.LongConsumer;

/** Executes restic for a backup. Safe for use by several threads. */
public interface Engine {

    /** {@code embedded} or {@code backrest}. */
    String name();

    /**
     * Whether this engine takes a backup of the dataset now. Engines are asked in order; the last one takes every backup at once, and the
     * others have a queue of their own, in which a backup does no work.
     */
    default boolean takes(String dataset) {
        return true;
    }

    /**
     * Stores one dataset and returns only when restic says that the snapshot is there. An interrupt ends restic and everything it
     * started, as a process group. The window is opened right before restic reads and closed right after, whatever happens.
     *
     * @param bytes receives how many bytes restic has read so far, on any one thread; must not block
     * @throws Unclaimed nothing was read, and this engine will not read: the next engine may make the backup
     * @throws RepositoryException nothing usable was stored; a snapshot that exists all the same is named by the exception
     */
    StoredSnapshot store(Repository repository, StoreRequest request, LongConsumer bytes, Window window)
            throws RepositoryException, InterruptedException;

    /**
     * Ends the backup of a run that has ended, and says whether that backup may still be storing: its late snapshot can only be judged
     * later.
     */
    default boolean mayStillStore(String dataset) throws InterruptedException {
        return false;
    }
}
