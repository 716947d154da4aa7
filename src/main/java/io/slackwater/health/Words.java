package io.slackwater.health;

import io.slackwater.discovery.Sentence;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Sentences for people. */
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
     * Adds a full stop unless the text has one. Unlike a sentence, the text keeps its first letter, because it may be a file
     *  name.
     */
    public static String ended(String text) {
        return Sentence.ended(text);
    }

    /** Capitalises the text, for the start of a sentence. */
    static String beginning(String text) {
        return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** Quotes the text as one word of a shell command. */
    public static String shell(String word) {
        return SHELL_PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Removes the full stop, so that the sentence can continue. */
    static String endless(String text) {
        String trimmed = text.strip();
        return trimmed.endsWith(".") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
    }
}
