package io.slackwater.alert;

import io.slackwater.journal.AlarmRecord;
import java.time.Instant;
import java.util.Locale;

/**
 * A notification about an alarm, for a receiver.
 *
 * @param at when the event was recorded
 */
public record Notice(Event event, AlarmRecord alarm, Instant at) {

    /** Whether the alarm is critical. */
    public boolean critical() {
        return ChannelRule.critical(alarm);
    }

    public enum Event {
        RAISED,
        REPEATED,
        RECOVERED;

        /** The event as shown to people and in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
