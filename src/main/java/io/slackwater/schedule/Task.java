package io.slackwater.schedule;

import java.util.Locale;

/** What has a cron expression of its own; and a backup that is made again before its plan's next time. */
public enum Task {
    PLAN,
    PRUNE,
    CHECK,
    /** Of a dataset whose last backup failed. */
    RETRY;

    /** The name under which the journal remembers the task for one plan or repository. */
    public String key(String of) {
        return name().toLowerCase(Locale.ROOT) + ":" + of;
    }
}
