package io.slackwater.journal;

/** Whether a retry can succeed after a run. */
public enum RetryOutlook {
    /** The run succeeded, or is not over. */
    NOT_NEEDED,
    /** The cause can end without a change of container, repository or policy. */
    TRANSIENT,
    /** A retry ends the same until something changes. */
    PERMANENT,
    /** A person cancelled the run: no retry is wanted. */
    CANCELLED
}
