package io.slackwater.ui;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * A time on a page.
 *
 * @param iso for programs; the page's script shows it in the zone of the browser
 * @param exact for people, in the zone of the policy
 * @param text relative to now, such as "2 h ago"
 */
public record Moment(String iso, String exact, String text) {

    static Moment of(Instant time, Instant now, ZoneId zone, Texts texts) {
        return new Moment(
                time.truncatedTo(ChronoUnit.SECONDS).toString(), texts.exact(time, zone), texts.relative(time, now));
    }
}
