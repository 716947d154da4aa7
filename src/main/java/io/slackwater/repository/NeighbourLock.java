package io.slackwater.repository;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A lock of a neighbour that is away. The repository is intact, but exclusive operations have to wait. */
final class NeighbourLock {

    /** restic's text that names the lock's owner. */
    private static final Pattern LOCKED_BY = Pattern.compile("locked (?:exclusively )?by (PID \\d+) on (\\S+)");

    private NeighbourLock() {}

    /** The failure with a remedy when such a lock caused it; otherwise the failure itself. */
    static RepositoryException named(RepositoryException failure, String repository, Neighbour neighbour) {
        Matcher by = LOCKED_BY.matcher(String.valueOf(failure.getMessage()));
        if (failure.failure() != Failure.LOCKED || !by.find() || !neighbour.locks(by.group(2))) {
            return failure;
        }
        RepositoryException named = new RepositoryException(
                Failure.LOCKED,
                "repository %s is well, but its old snapshots cannot be forgotten, nor can it be checked: a restic of Backrest (%s on %s) has left a lock, and Backrest does not answer, so whether it still works is not known. Backups go on without Backrest. Start it (docker compose up -d backrest): the lock is removed as soon as it says that it does nothing. Without it the lock counts as dead %d minutes after that restic ended."
                        .formatted(repository, by.group(1), by.group(2), StaleLocks.DEAD.toMinutes()),
                failure.snapshot());
        named.addSuppressed(failure);
        return named;
    }
}
