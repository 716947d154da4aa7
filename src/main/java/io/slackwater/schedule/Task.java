package io.slackwater.schedule;

import java.util.Locale;

/** The tasks of the schedule. All but a retry have a cron expression. */
public enum Task {
    PLAN,
    PRUNE,
    CHECK,
    /** The backup of a dataset that has no backup, or whose last backup failed. */
    RETRY;

    /** The name under which the journal remembers the task for one plan or repository. */
    public String key(String of) {
        return name().toLowerCase(Locale.ROOT) + ":" + of;
    }
}
