package io.slackwater.schedule;

import java.util.Optional;

/**
 * A found dataset, with its state in the journal.
 *
 * @param plan the plan it belongs to
 * @param backedUp whether it has a verified snapshot, and the newest one can be restored by this policy
 * @param open whether a run of it is queued or working now
 * @param last its newest run; empty without a run
 */
public record KnownDataset(String id, String plan, boolean backedUp, boolean open, Optional<LastRun> last) {}
