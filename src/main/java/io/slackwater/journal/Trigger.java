package io.slackwater.journal;

import com.fasterxml.jackson.annotation.JsonValue;

/** The reason why a run was started. */
public enum Trigger {
    /** The scheduled time of its plan. */
    SCHEDULE("schedule"),
    /** A scheduled time that passed while Slackwater did not run, or a run that a restart of Slackwater interrupted. */
    CATCH_UP("catch-up"),
    /** A dataset without a backup was found. */
    DISCOVERED("discovered"),
    /** The last backup failed, and a retry can succeed. */
    RETRY("retry"),
    /** A request to the API. */
    API("api"),
    /** A backup that was begun in Backrest, or that its dashboard needs. */
    BACKREST("backrest");

    private final String word;

    Trigger(String word) {
        this.word = word;
    }

    /** The word in the journal and the API. */
    @JsonValue
    public String word() {
        return word;
    }
}
