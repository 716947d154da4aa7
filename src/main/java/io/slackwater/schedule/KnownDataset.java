package io.slackwater.schedule;

import java.util.Optional;

/**
 * A dataset of the inventory with its state in the journal.
 *
 * @param plan the id of its plan
 * @param backedUp whether its newest verified snapshot can be restored
 * @param open whether a run of it is queued or in progress
 * @param last its newest run, if that has ended
 */
public record KnownDataset(String id, String plan, boolean backedUp, boolean open, Optional<LastRun> last) {}
