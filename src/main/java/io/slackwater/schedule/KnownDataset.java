package io.slackwater.schedule;

import java.util.Optional;

/**
 * A dataset that discovery found, with what the journal knows of it.
 *
 * @param plan the plan it belongs to
 * @param backedUp whether it has a verified snapshot, and the newest one can be restored by this policy
 * @param open whether a run of it is queued or working now
 * @param last what became of its newest run; empty when it never had one
 */
public record KnownDataset(String id, String plan, boolean backedUp, boolean open, Optional<LastRun> last) {}
