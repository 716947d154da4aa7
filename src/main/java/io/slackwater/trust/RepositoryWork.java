package io.slackwater.trust;

import java.time.Duration;

/**
 * Maintenance of a repository that ended.
 *
 * @param repository the repository's name in the policy
 * @param duration including the wait for exclusive use of the repository
 */
public record RepositoryWork(Operation operation, String repository, boolean succeeded, Duration duration) {

    public enum Operation {
        /** Removed data that no snapshot needs. */
        PRUNE,
        /** Checked the structure and a part of the data. */
        CHECK,
        /** Forgot old snapshots after a batch of runs, and checked the structure. */
        RETENTION,
        /** Forgot what the retention of a plan no longer keeps, because a user asked for it. */
        FORGET,
        /** Forgot snapshots that a user named. */
        DELETE
    }
}
