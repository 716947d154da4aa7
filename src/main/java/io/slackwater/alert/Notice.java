package io.slackwater.alert;

import io.slackwater.journal.AlarmRecord;
import java.time.Instant;
import java.util.Locale;

/**
 * A notification about an alarm, as sent to a receiver.
 *
 * @param at when the event was recorded
 */
public record Notice(Event event, AlarmRecord alarm, Instant at) {

    /** What happened to the alarm. */
    public enum Event {
        RAISED,
        REPEATED,
        RECOVERED;

        /** The word for people and JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
