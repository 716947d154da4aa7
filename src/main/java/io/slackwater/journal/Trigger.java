package io.slackwater.journal;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why a run was started. */
public enum Trigger {
    /** A scheduled time of the dataset's plan. */
    SCHEDULE("schedule"),
    /** A scheduled time passed while Slackwater did not run, or a restart of Slackwater interrupted a run. */
    CATCH_UP("catch-up"),
    /** Slackwater found a dataset without a backup. */
    DISCOVERED("discovered"),
    /** The last backup failed, and a retry may succeed. */
    RETRY("retry"),
    /** A request to the API. */
    API("api"),
    /** A user started a backup in Backrest, or Backrest's dashboard lacked one. */
    BACKREST("backrest");

    private final String word;

    Trigger(String word) {
        this.word = word;
    }

    /** The name in the journal and the API. */
    @JsonValue
    public String word() {
        return word;
    }
}
