package io.slackwater.policy;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours of each day in which warnings wait, in the policy's time zone.
 *
 * @param to the first minute after them; before {@code from} when they pass midnight
 */
public record QuietHours(LocalTime from, LocalTime to) {

    private static final Pattern FORM = Pattern.compile("(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)");

    static Read<QuietHours> read() {
        return Read.of("two times of a day like \"22:00-07:00\"", text -> {
            Matcher times = FORM.matcher(text);
            try {
                if (times.matches() && !times.group(1).equals(times.group(2))) {
                    return new QuietHours(LocalTime.parse(times.group(1)), LocalTime.parse(times.group(2)));
                }
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("has no valid times", e);
            }
            throw new IllegalArgumentException("is not a range of two different times");
        });
    }

    public boolean contains(LocalTime time) {
        boolean started = !time.isBefore(from);
        boolean before = time.isBefore(to);
        return from.isBefore(to) ? started && before : started || before;
    }

    @Override
    public String toString() {
        return from + "-" + to;
    }
}
