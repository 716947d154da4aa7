package io.slackwater.journal;

/** The cause of a failed run or attempt. Code decides by this cause, never by the message. */
public enum EndCause {
    /** The run succeeded, or is not over. */
    NONE,
    /** The data could not be found, read or dumped. */
    SOURCE,
    /** The workload could not be frozen, or another process ended the freeze. */
    FREEZE,
    /** The freeze reached its limit. */
    FREEZE_LIMIT,
    /** The repository could not be used, or returns other data than were stored. */
    REPOSITORY,
    /** restic or Backrest did not execute the backup. */
    ENGINE,
    /** The stored data are not the captured data. */
    NOT_WHOLE,
    /** The stored data could not be checked. */
    NOT_CHECKED,
    /** The policy lacks the plan, or disables verification. */
    POLICY,
    /** Slackwater was restarted, or could not write the journal. */
    INTERRUPTED,
    /** Backrest stored a snapshot without a call to Slackwater. */
    UNWATCHED,
    /** A person cancelled the run. */
    CANCELLED,
    /** An error in Slackwater. */
    INTERNAL
}
