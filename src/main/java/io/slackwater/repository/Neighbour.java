package io.slackwater.repository;

/** Another program with its own restic on the same repositories: Backrest. The defaults are those of no neighbour. */
public interface Neighbour {

    /** No neighbour. */
    Neighbour NONE = new Neighbour() {};

    /**
     * Waits for a limited time until the neighbour is idle on a repository. The caller holds the gate exclusively.
     *
     * @param restic the repository's restic id
     * @return whether the neighbour is certainly idle; false when it did not answer
     * @throws RepositoryException {@link Failure#LOCKED}: the neighbour is still busy
     */
    default boolean awaitIdle(String repository, String restic) throws RepositoryException, InterruptedException {
        return false;
    }

    /** Whether a restic lock with this host name belongs to the neighbour. */
    default boolean locks(String host) {
        return false;
    }

    /** Has the neighbour index snapshots that Slackwater added or forgot. Does not wait, never fails. */
    default void changed(String repository) {}
}
