package io.slackwater.repository;

/** Another program with its own restic on the same repositories: Backrest. The defaults are those of none. */
public interface OtherRestic {

    /** No other program. */
    OtherRestic NONE = new OtherRestic() {};

    /**
     * Waits for a limited time until the other program is idle on a repository. The caller holds the gate exclusively.
     *
     * @param restic the repository's restic id
     * @return whether the other program is certainly idle; false when it did not answer
     * @throws RepositoryException {@link Failure#LOCKED}: the other program is still busy
     */
    default boolean awaitIdle(String repository, String restic) throws RepositoryException, InterruptedException {
        return false;
    }

    /** Whether a restic lock with this host name belongs to the other program. */
    default boolean locks(String host) {
        return false;
    }

    /** Has the other program index snapshots that Slackwater added or forgot. Does not wait, never fails. */
    default void changed(String repository) {}
}
