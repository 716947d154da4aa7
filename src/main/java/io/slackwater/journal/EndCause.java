package io.slackwater.journal;

import static io.slackwater.journal.RetryOutlook.AT_ONCE;
import static io.slackwater.journal.RetryOutlook.NOT_NEEDED;
import static io.slackwater.journal.RetryOutlook.PERMANENT;
import static io.slackwater.journal.RetryOutlook.TRANSIENT;

/** The cause of a failed run or attempt. It alone decides whether a retry can succeed: no code reads the message. */
public enum EndCause {
    /** The run succeeded or has not ended. */
    NONE(NOT_NEEDED),
    /** The data could not be found, read or dumped at this moment. */
    SOURCE(AT_ONCE),
    /** The data cannot be read or dumped until the service, its container or the policy is changed. */
    SOURCE_INVALID(PERMANENT),
    /** No container of the workload runs, so that all of its backups fail. */
    NOT_RUNNING(AT_ONCE),
    /** The container could not be paused at this moment, or another program resumed it during the backup. */
    FREEZE(AT_ONCE),
    /** The container cannot be paused until it is started or changed. */
    FREEZE_REFUSED(PERMANENT),
    /** The container was paused for the longest time that is allowed. */
    FREEZE_LIMIT(PERMANENT),
    /** The repository is locked or cannot be reached, or returned other data than were stored. */
    REPOSITORY(AT_ONCE),
    /** The repository is gone, full or read-only. */
    REPOSITORY_UNAVAILABLE(TRANSIENT),
    /** The repository is damaged or another one, or its key is wrong or gone. */
    REPOSITORY_INVALID(PERMANENT),
    /** restic or Backrest did not execute the backup. */
    ENGINE(AT_ONCE),
    /** The disk of restic's temporary files is full. */
    SCRATCH_FULL(TRANSIENT),
    /** The stored data are not the captured data. */
    NOT_WHOLE(AT_ONCE),
    /** The stored data could not be checked. */
    NOT_CHECKED(AT_ONCE),
    /** The policy lacks the plan of the dataset, or turns verification off. */
    POLICY(PERMANENT),
    /** Slackwater was restarted, or could not write the journal. */
    INTERRUPTED(TRANSIENT),
    /** A plan that a user edited in Backrest stored a snapshot without calling Slackwater. */
    UNWATCHED(PERMANENT),
    /** A person cancelled the run. */
    CANCELLED(RetryOutlook.CANCELLED),
    /** A defect of Slackwater. */
    INTERNAL(PERMANENT),
    /** The journal has a word for the cause that no version of Slackwater wrote. */
    UNREADABLE(TRANSIENT);

    private final RetryOutlook outlook;

    EndCause(RetryOutlook outlook) {
        this.outlook = outlook;
    }

    public RetryOutlook outlook() {
        return outlook;
    }
}
