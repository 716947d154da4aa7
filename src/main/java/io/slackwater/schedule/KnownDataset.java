package io.slackwater.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * A dataset that discovery found, with what the journal knows of it.
 *
 * @param plan the plan it belongs to
 * @param backedUp whether it ever had a successful run
 * @param open whether a run of it is queued or working now
 * @param lastAttempt when a run of it was last queued, whatever became of it
 */
public record KnownDataset(String id, String plan, boolean backedUp, boolean open, Optional<Instant> lastAttempt) {}
