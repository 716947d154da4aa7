package io.slackwater.repository;

import java.util.Collection;
import java.util.Set;

/** Another program that works on the same repositories with its own restic and shows them: Backrest. */
public interface Neighbour {

    /**
     * One of the policy's repositories. The neighbour may have another repository of that name, which must stay untouched.
     *
     * @param restic the pinned restic id
     */
    record Shared(String name, String uri, String restic) {}

    /** No neighbour. */
    Neighbour NONE = new Neighbour() {
        @Override
        public boolean awaitIdle(String repository, String restic) {
            return false;
        }

        @Override
        public boolean locks(String host) {
            return false;
        }

        @Override
        public Set<String> forget(Shared repository, Collection<String> snapshots) {
            return Set.of();
        }

        @Override
        public void changed(Shared repository) {}
    };

    /**
     * Waits for a limited time until the neighbour is idle on a repository. The caller holds the gate exclusively.
     *
     * @param restic the repository's restic id
     * @return whether the neighbour is certainly idle; false when it did not answer
     * @throws RepositoryException {@link Failure#LOCKED}: the neighbour is still busy
     */
    boolean awaitIdle(String repository, String restic) throws RepositoryException, InterruptedException;

    /** Whether a restic lock with this host name belongs to the neighbour. */
    boolean locks(String host);

    /** Has the neighbour forget snapshots, so that its page is correct. Returns the forgotten ones; the caller forgets the others. */
    Set<String> forget(Shared repository, Collection<String> snapshots) throws InterruptedException;

    /** Has the neighbour index snapshots that Slackwater added or forgot. Does not wait, never fails. */
    void changed(Shared repository);
}
