package io.slackwater.journal;

/** Whether a retry of a run can succeed. */
public enum RetryOutlook {
    /** The run succeeded or has not ended. */
    NOT_NEEDED,
    /** A retry can succeed although container, repository and policy stay the same. */
    TRANSIENT,
    /** A retry fails the same way until container, repository or policy changes. */
    PERMANENT,
    /** A person cancelled the run, so it is not retried. */
    CANCELLED
}
