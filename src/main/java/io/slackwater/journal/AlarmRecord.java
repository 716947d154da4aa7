package io.slackwater.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * A raised alarm.
 *
 * @param lastSent when its receiver last got it; empty while it never did
 * @param over when its cause went away, while the receiver has not been told yet
 */
public record AlarmRecord(
        String key,
        String severity,
        String title,
        String detail,
        String remedy,
        Instant since,
        Optional<Instant> lastSent,
        Optional<Instant> over) {

    /** The same, with another time when its receiver last got it. */
    public AlarmRecord sent(Optional<Instant> at) {
        return new AlarmRecord(key, severity, title, detail, remedy, since, at, over);
    }
}
