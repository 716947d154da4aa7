package io.slackwater.api;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/** Parses a time of a request. A time without an offset is in the policy's time zone. Pure. */
final class PointInTime {

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private PointInTime() {}

    /**
     * Parses the value of a parameter.
     *
     * @throws Problem the text is no time
     */
    static Instant of(String parameter, String text, ZoneId zone) {
        try {
            return inJournal(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException withoutOffset) {
            try {
                return inJournal(LocalDateTime.parse(text).atZone(zone).toInstant());
            } catch (DateTimeParseException e) {
                throw Problem.invalid(parameter + "=" + text + " is no time; write 2026-11-20T12:00, in the time zone "
                        + zone + " of the policy, or 2026-11-20T12:00:00Z");
            }
        }
    }

    /** A time outside of the years that the journal can store becomes the nearest of them. */
    static Instant inJournal(Instant time) {
        return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(LATEST) ? LATEST : time;
    }
}
