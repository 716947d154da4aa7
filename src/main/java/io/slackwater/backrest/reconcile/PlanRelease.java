package io.slackwater.backrest.reconcile;

/** The answer to an admin who asks to remove a plan whose dataset no longer exists. */
public enum PlanRelease {
    /** Slackwater removes the plan when Backrest is idle. */
    ACCEPTED,
    /** The plan's dataset exists. */
    IN_USE,
    /** No plan of Slackwater without a dataset has this id. */
    UNKNOWN,
    /** Slackwater does not know Backrest's plans now, because it has not read them yet, or the last attempt failed. */
    NOT_KNOWN
}
