package io.slackwater.repository;

import java.util.Collection;
import java.util.Set;

/** Somebody else who works on our repositories with a restic of its own and shows them to people. */
public interface Neighbour {

    /**
     * One of our repositories. Under its name the neighbour may have another one, which it must leave alone then.
     *
     * @param restic the id that is pinned for it
     */
    record Shared(String name, String uri, String restic) {}

    /** There is none. */
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
     * Waits, not for ever, until it does nothing on a repository. Asked by who has the repository's gate alone.
     *
     * @param restic the repository's restic id
     * @return whether it is certain: false when it could not be asked
     * @throws RepositoryException {@link Failure#LOCKED}: it is still at work
     */
    boolean awaitIdle(String repository, String restic) throws RepositoryException, InterruptedException;

    /** Whether a restic lock that names this host is its own. */
    boolean locks(String host);

    /** Has it forget snapshots, so that what it shows is true. Returns those that are surely gone; the others are left to us. */
    Set<String> forget(Shared repository, Collection<String> snapshots) throws InterruptedException;

    /** Tells it that snapshots came or went without it. Does not wait, never fails. */
    void changed(Shared repository);
}
