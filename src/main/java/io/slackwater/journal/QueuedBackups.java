package io.slackwater.journal;

import java.util.Map;

/**
 * The backups that waited in Backrest's queue before Slackwater wrote its configuration. Backrest empties the queue at
 * each write.
 *
 * @param newest the highest operation id before the write
 * @param plans the plan of each queued backup, by its operation id
 */
public record QueuedBackups(long newest, Map<String, String> plans) {

    public QueuedBackups {
        plans = Map.copyOf(plans);
    }
}
