package io.slackwater.journal;

/** The steps of a restore, in their order. The journal gets each step before the step begins. */
public enum RestoreStep {
    /** The snapshot is chosen, and the target does not exist yet. */
    PREPARING,
    /** The target is being created. */
    CREATING,
    /** The snapshot's content is being written into the target. */
    FILLING,
    /** The target is being compared with the snapshot. */
    CHECKING,
    /** The target is being made usable. */
    FINISHING
}
