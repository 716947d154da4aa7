package io.slackwater.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A lease: the record of containers that Slackwater pauses or stops for a backup, with the deadline for their resume.
 *
 * @param containers ids with their start times, so that a container restarted by others is never touched
 * @param intended when the lease was recorded, before anything was paused
 * @param bootId the kernel's boot id
 * @param deadlineUptime the kernel's uptime at which the containers must have been resumed
 * @param frozen whether the containers were paused
 */
public record LeaseRecord(
        long id,
        String run,
        String dataset,
        Map<String, Instant> containers,
        Instant intended,
        String bootId,
        Duration deadlineUptime,
        boolean frozen) {

    LeaseRecord withId(long other) {
        return new LeaseRecord(other, run, dataset, containers, intended, bootId, deadlineUptime, frozen);
    }
}
