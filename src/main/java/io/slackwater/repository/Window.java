package io.slackwater.repository;

/**
 * The time during which restic reads a dataset. The engine opens the window right before restic reads. A backup that
 * waits in Backrest's queue therefore pauses no container and runs no dump. Both methods are called by the thread that
 * stores.
 */
public interface Window {

    /**
     * Makes the dataset readable: pauses its containers, or starts its dump. Called at most once.
     *
     * @throws RepositoryException with {@link Failure#NOT_BEGUN}: the dataset cannot be read now, and nothing may be
     *      stored
     */
    void open() throws RepositoryException, InterruptedException;

    /**
     * Closes the window after restic's last read. Idempotent, never throws, and has no effect if the window was not
     * opened.
     *
     * @param read whether restic has read everything. Otherwise the data are worthless, and the containers are resumed
     *     at once
     */
    void close(boolean read);
}
