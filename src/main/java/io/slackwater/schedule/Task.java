package io.slackwater.schedule;

import java.util.Locale;

/** What has a cron expression of its own. */
public enum Task {
    PLAN,
    PRUNE,
    CHECK;

    /** The name under which the journal remembers the task for one plan or repository. */
    public String key(String of) {
        return name().toLowerCase(Locale.ROOT) + ":" + of;
    }
}
