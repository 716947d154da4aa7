package io.slackwater.schedule;

import java.util.Locale;

/** What a schedule starts. Every task but {@link #RETRY} has a cron expression. */
public enum Task {
    PLAN,
    PRUNE,
    CHECK,
    /** The backup of a dataset that has none, or whose last run failed. */
    RETRY;

    /**
     * The task's key in the journal.
     *
     * @param of the name of the plan, repository or dataset
     */
    public String key(String of) {
        return name().toLowerCase(Locale.ROOT) + ":" + of;
    }
}
