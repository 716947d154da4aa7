package io.slackwater.repository;

/**
 * Another program that runs restic on the same repositories, such as Backrest. The default methods are for the case
 * that there is none.
 */
public interface OtherRestic {

    /** Stands for no other program. */
    OtherRestic NONE = new OtherRestic() {};

    /**
     * Waits for a limited time until the other program does not use a repository. The caller holds the repository's
     * {@link Gate} exclusively.
     *
     * @param restic the repository's restic id
     * @return true if the other program certainly does not use it; false if the program did not answer
     * @throws RepositoryException with {@link Failure#LOCKED}: the other program still uses it
     */
    default boolean awaitIdle(String repository, String restic) throws RepositoryException, InterruptedException {
        return false;
    }

    /** Whether a restic lock with this host name belongs to Backrest or another such program. */
    default boolean locks(String host) {
        return false;
    }

    /** Asks the other program to read the repository's snapshots again. Returns at once and never fails. */
    default void changed(String repository) {}
}
