package io.slackwater.repository;

/**
 * The time in which restic reads a dataset. An engine opens the window right before restic reads, so that a backup that waits in a
 * queue holds no freeze and no dump. Both methods are called on the thread that stores.
 */
public interface Window {

    /**
     * Makes the dataset readable: freezes its workload, or begins to open its dump. At most once.
     *
     * @throws RepositoryException with {@link Failure#NOT_BEGUN}: the dataset cannot be read now, and nothing may be stored
     */
    void open() throws RepositoryException, InterruptedException;

    /** restic reads no more. Idempotent, never throws, and has no effect on a window that was not opened. */
    void close();
}
