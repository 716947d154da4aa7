package io.slackwater.health;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Formats texts for people: times and shell words. */
public final class Words {

    private static final Pattern SHELL_PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    private Words() {}

    /** Formats a time to the second in UTC, as in the API and the logs. */
    public static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Quotes the text as one word of a shell command. */
    public static String shell(String word) {
        return SHELL_PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
