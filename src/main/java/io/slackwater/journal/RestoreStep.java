package io.slackwater.journal;

/** The steps of a restore, in their order. Each step is journaled before it begins. */
public enum RestoreStep {
    /** The snapshot is chosen, and the target is known to be new. */
    PREPARING,
    /** Creates the target. */
    CREATING,
    /** Writes the content of the snapshot into the target. */
    FILLING,
    /** Compares the target with the snapshot. */
    CHECKING,
    /** Makes the target usable. */
    FINISHING
}
