package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said of a lock that a Backrest left which is away. */
class NeighbourLockTest {

    private static final Neighbour BACKREST = new Neighbour() {
        @Override
        public boolean awaitIdle(String repository, String restic) {
            return false;
        }

        @Override
        public boolean locks(String host) {
            return host.equals("backrest");
        }

        @Override
        public Set<String> forget(Shared repository, Collection<String> snapshots) {
            return Set.of();
        }

        @Override
        public void changed(Shared repository) {}
    };

    private static RepositoryException locked(Failure failure, String host) {
        return new RepositoryException(
                failure,
                "the forgetting of 1 snapshots failed: unable to create lock in backend: repository is already locked by PID 46 on "
                        + host + " by root (UID 0, GID 0)");
    }

    @Test
    void itNamesTheLockAndWhatEndsIt() {
        RepositoryException failure = locked(Failure.LOCKED, "backrest");
        RepositoryException named = NeighbourLock.named(failure, "critical", BACKREST);
        assertThat(named.failure()).isEqualTo(Failure.LOCKED);
        assertThat(named)
                .hasMessageContainingAll(
                        "repository critical is well",
                        "PID 46 on backrest",
                        "docker compose up -d backrest",
                        "dead 30 minutes after")
                .hasSuppressedException(failure);
    }

    @Test
    void anotherLockOrAnotherFailureIsLeftAsItIs() {
        RepositoryException elsewhere = locked(Failure.LOCKED, "laptop");
        assertThat(NeighbourLock.named(elsewhere, "critical", BACKREST)).isSameAs(elsewhere);
        RepositoryException other = locked(Failure.DAMAGED, "backrest");
        assertThat(NeighbourLock.named(other, "critical", BACKREST)).isSameAs(other);
    }
}
