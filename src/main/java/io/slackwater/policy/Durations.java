package io.slackwater.policy;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses durations of the policy and of labels: {@code 90s}, {@code 5m}, {@code 1h30m}, {@code 7d}. */
final class Durations {

    /** The allowed values, for error messages. */
    static final String ALLOWED = "a duration like 30s, 5m, 1h30m or 7d";

    private static final Pattern FORM = Pattern.compile("(\\d{1,6}d)?((?:\\d{1,6}h)?(?:\\d{1,6}m)?(?:\\d{1,6}s)?)");

    private Durations() {}

    /** Parses a duration; empty when the text is invalid. A number without a unit is invalid. */
    static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        String days = Objects.requireNonNullElse(matcher.group(1), "");
        String time = matcher.group(2).isEmpty() ? "" : "T" + matcher.group(2);
        return Optional.of(Duration.parse("P" + days + time));
    }
}
