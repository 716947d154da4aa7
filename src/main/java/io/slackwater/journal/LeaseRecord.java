package io.slackwater.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A freeze.
 *
 * @param containers ids with their start times, so that a container restarted by others is never touched
 * @param intended when the freeze was to begin: the intent is journaled before anything is paused
 * @param bootId the kernel's boot id
 * @param deadlineUptime the kernel's uptime at which the freeze must be over
 */
public record LeaseRecord(
        long id,
        String run,
        String dataset,
        Map<String, Instant> containers,
        Instant intended,
        String bootId,
        Duration deadlineUptime,
        boolean frozen) {}
