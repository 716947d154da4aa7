package io.slackwater.alert;

import io.slackwater.journal.AlarmRecord;
import java.time.Instant;
import java.util.Locale;

/**
 * What a receiver is told about an alarm.
 *
 * @param at when this was decided
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
