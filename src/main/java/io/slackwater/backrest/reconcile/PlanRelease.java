package io.slackwater.backrest.reconcile;

/** The answer to an admin who releases an orphaned plan. */
public enum PlanRelease {
    /** The plan is removed as soon as Backrest is idle. */
    ACCEPTED,
    /** The plan's dataset exists. */
    IN_USE,
    /** Slackwater has no orphaned plan of that id. */
    UNKNOWN,
    /** Backrest's plans are not known now: no pass has ended, or the last pass could not read them. */
    NOT_KNOWN
}
