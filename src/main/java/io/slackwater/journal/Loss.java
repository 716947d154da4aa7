package io.slackwater.journal;

import java.time.Instant;

/**
 * Verified snapshots of a dataset that another program removed from the repository.
 *
 * @param found when a loss was last noticed
 * @param count the number of lost snapshots
 * @param newest the time of the newest lost snapshot
 */
public record Loss(String dataset, Instant found, int count, Instant newest) {

    /** Adds a later loss to this one. */
    public Loss and(Loss later) {
        return new Loss(
                dataset, later.found, count + later.count, newest.isAfter(later.newest) ? newest : later.newest);
    }
}
