package io.slackwater.journal;

/** The cause why a run or an attempt failed. Code decides by this cause, never by the message. */
public enum EndCause {
    /** The run succeeded or has not ended. */
    NONE,
    /** The data could not be found, read or dumped. */
    SOURCE,
    /** The container could not be paused, or another program resumed it during the backup. */
    FREEZE,
    /** The container was paused for the longest time that is allowed. */
    FREEZE_LIMIT,
    /** The repository could not be used, or returned other data than were stored. */
    REPOSITORY,
    /** restic or Backrest did not execute the backup. */
    ENGINE,
    /** The stored data are not the captured data. */
    NOT_WHOLE,
    /** The stored data could not be checked. */
    NOT_CHECKED,
    /** The policy lacks the plan of the dataset, or turns verification off. */
    POLICY,
    /** Slackwater was restarted, or could not write the journal. */
    INTERRUPTED,
    /** A plan that a user edited in Backrest stored a snapshot without calling Slackwater. */
    UNWATCHED,
    /** A person cancelled the run. */
    CANCELLED,
    /** A defect of Slackwater. */
    INTERNAL
}
