package io.slackwater.journal;

/** The steps of a restore, in their order. The journal gets each step before the step begins. */
public enum RestoreStep {
    /** The snapshot is chosen, and the target does not exist yet. */
    PREPARING,
    /** The live data that the restore will replace are being backed up. Only for a restore in place. */
    SAVING,
    /** The target is being created. */
    CREATING,
    /** The snapshot's content is being written into the target. */
    FILLING,
    /** The target is being compared with the snapshot. */
    CHECKING,
    /** The restored data are being exchanged with the live ones. Only for a restore in place. */
    EXCHANGING,
    /** The services start with the restored data. Only for a restore in place. */
    STARTING,
    /** The target is being made usable. */
    FINISHING
}
