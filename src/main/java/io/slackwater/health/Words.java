package io.slackwater.health;

import io.slackwater.discovery.Sentence;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Formats texts for people: times, sentences and shell words. */
public final class Words {

    private static final Pattern SHELL_PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    private Words() {}

    /** Formats a time to the second in UTC, as in the API and the logs. */
    public static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public static String sentence(String text) {
        String ended = ended(text);
        return ended.isEmpty() ? "" : Character.toUpperCase(ended.charAt(0)) + ended.substring(1);
    }

    /**
     * Adds a full stop if the text has none. Keeps the first letter as it is, because the text may begin with a file
     * name.
     */
    public static String ended(String text) {
        return Sentence.ended(text);
    }

    /** Capitalises the first letter. */
    static String beginning(String text) {
        return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** Quotes the text as one word of a shell command. */
    public static String shell(String word) {
        return SHELL_PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Removes the full stop at the end, so that the sentence can go on. */
    static String endless(String text) {
        String trimmed = text.strip();
        return trimmed.endsWith(".") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
    }
}
