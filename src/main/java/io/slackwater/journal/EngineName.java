package io.slackwater.journal;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which program executed restic for a run. */
public enum EngineName {
    /** Slackwater executed restic. */
    EMBEDDED,
    /** Backrest executed restic. */
    BACKREST;

    /** The name in the journal and the API. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
