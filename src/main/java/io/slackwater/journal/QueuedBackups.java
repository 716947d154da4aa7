package io.slackwater.journal;

import java.util.Map;

/**
 * Backrest's queue before a write of its configuration, which empties the queue.
 *
 * @param newest the highest operation id
 * @param plans the plan of each queued backup, by its operation id
 */
public record QueuedBackups(long newest, Map<String, String> plans) {

    public QueuedBackups {
        plans = Map.copyOf(plans);
    }
}
