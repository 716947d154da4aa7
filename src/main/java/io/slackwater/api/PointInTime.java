package io.slackwater.api;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/** Parses a time of a request. A time without an offset is in the policy's time zone. Pure. */
final class PointInTime {

    private PointInTime() {}

    /** @throws Problem the text is no time */
    static Instant of(String text, ZoneId zone) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException withoutOffset) {
            try {
                return LocalDateTime.parse(text).atZone(zone).toInstant();
            } catch (DateTimeParseException e) {
                throw Problem.invalid("at=" + text + " is no time; write 2026-11-20T12:00, in the time zone " + zone
                        + " of the policy, or 2026-11-20T12:00:00Z");
            }
        }
    }
}
