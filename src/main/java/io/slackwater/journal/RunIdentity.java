package io.slackwater.journal;

import java.time.Instant;

/**
 * The facts about a run that never change.
 *
 * @param workload the id of the container's service: project and service
 * @param set shared by the runs that back up one workload together
 */
public record RunIdentity(
        String id,
        String dataset,
        String workload,
        String kind,
        String plan,
        String set,
        Trigger trigger,
        Instant queued) {}
