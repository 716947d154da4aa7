package io.slackwater.journal;

/** Whether a retry of a run can succeed. */
public enum RetryOutlook {
    /** The run succeeded or has not ended. */
    NOT_NEEDED,
    /** The cause can end within minutes, so the run repeats its attempt. Later runs retry too. */
    AT_ONCE,
    /** A later run can succeed although container, repository and policy stay the same. */
    TRANSIENT,
    /** A retry fails the same way until container, repository or policy changes. */
    PERMANENT,
    /** A person cancelled the run, so it is not retried. */
    CANCELLED;

    /** Whether a later run can succeed without a change. */
    public boolean canPass() {
        return this == AT_ONCE || this == TRANSIENT;
    }
}
