package io.slackwater.repository;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A lock that a neighbour left who is away: the repository is well, but what needs it alone has to wait. */
final class NeighbourLock {

    /** restic's own words for whose lock it is. */
    private static final Pattern LOCKED_BY = Pattern.compile("locked (?:exclusively )?by (PID \\d+) on (\\S+)");

    private NeighbourLock() {}

    /** The same failure with what helps, when that lock kept us from the work; otherwise the failure as it is. */
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
