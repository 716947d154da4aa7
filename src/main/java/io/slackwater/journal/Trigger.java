package io.slackwater.journal;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a run was started. */
public enum Trigger {
    /** A scheduled time of the dataset's plan. */
    SCHEDULE,
    /** A scheduled time passed while Slackwater did not run, or a restart of Slackwater interrupted a run. */
    CATCH_UP,
    /** Slackwater found a dataset without a backup. */
    DISCOVERED,
    /** The last backup failed, and a retry may succeed. */
    RETRY,
    /** A request to the API. */
    API,
    /** A user started a backup in Backrest, or Backrest's dashboard lacked one. */
    BACKREST,
    /** A restore in place saves the data that it will replace. */
    RESTORE,
    /** The journal has a word for the trigger that no version of Slackwater wrote. */
    UNREADABLE;

    /** The name in the journal and the API. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
