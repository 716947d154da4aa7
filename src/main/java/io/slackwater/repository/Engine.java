package io.slackwater.repository;

/** Who executes restic for a backup. Safe for use by several threads. */
public interface Engine {

    /** {@code embedded} or {@code backrest}. */
    String name();

    /**
     * Whether a backup of the dataset waits in somebody else's queue, where it takes no work from anybody, until its window is begun.
     */
    default boolean queues(String dataset) {
        return false;
    }

    /**
     * Stores one dataset and returns only when restic says that the snapshot is there. An interrupt ends restic and everything it
     * started, as a process group. The window is begun right before restic reads and ended right after, whatever happens.
     *
     * @throws RepositoryException nothing usable was stored; a snapshot that exists all the same is named by the exception
     */
    StoredSnapshot store(Repository repository, StoreRequest request, StoreProgress progress, Window window)
            throws RepositoryException, InterruptedException;

    /**
     * Ends what was begun for a dataset by a run that has ended, and says whether it may still be storing all the same; what it stores
     * can only be judged later.
     */
    default boolean mayStillStore(String dataset) throws InterruptedException {
        return false;
    }
}
