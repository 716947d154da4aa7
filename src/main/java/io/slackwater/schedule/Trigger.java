package io.slackwater.schedule;

import io.slackwater.run.Runs;

/** The reason of a start that no user requested. */
enum Trigger {
    /** Its scheduled time. */
    SCHEDULE("schedule"),
    /** A scheduled time that passed while Slackwater did not run. */
    CATCH_UP("catch-up"),
    /** A dataset without a backup was found. */
    DISCOVERED(Runs.DISCOVERED),
    /** The last backup failed, and a retry can succeed. */
    RETRY(Runs.RETRY);

    private final String word;

    Trigger(String word) {
        this.word = word;
    }

    /** The word in the journal and the API. */
    public String word() {
        return word;
    }
}
