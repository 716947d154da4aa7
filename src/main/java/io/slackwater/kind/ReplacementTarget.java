package io.slackwater.kind;

import io.slackwater.discovery.Workload;
import java.time.Instant;

/**
 * The live data that a restore replaces.
 *
 * @param restore the restore's id
 * @param workload the running service that has the data
 * @param name the user's name of the dataset, such as the database's
 */
public record ReplacementTarget(String restore, Instant began, Workload workload, String name) {}
