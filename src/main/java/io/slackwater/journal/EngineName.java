package io.slackwater.journal;

import com.fasterxml.jackson.annotation.JsonValue;

/** Which program executed restic for a run. */
public enum EngineName {
    /** Slackwater executed restic. */
    EMBEDDED("embedded"),
    /** Backrest executed restic. */
    BACKREST("backrest");

    private final String word;

    EngineName(String word) {
        this.word = word;
    }

    /** The name in the journal and the API. */
    @JsonValue
    public String word() {
        return word;
    }
}
