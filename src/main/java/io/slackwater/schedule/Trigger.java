package io.slackwater.schedule;

import io.slackwater.run.Runs;

/** Why something was started without anybody asking for it. */
enum Trigger {
    /** Its time came. */
    SCHEDULE("schedule"),
    /** Its time came while nobody was there to start it. */
    CATCH_UP("catch-up"),
    /** It was found and has no backup yet. */
    DISCOVERED(Runs.DISCOVERED),
    /** Its last backup failed for what may have passed. */
    RETRY(Runs.RETRY);

    private final String word;

    Trigger(String word) {
        this.word = word;
    }

    /** The word as the journal and the API spell it. */
    public String word() {
        return word;
    }
}
