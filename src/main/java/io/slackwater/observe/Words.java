package io.slackwater.observe;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Sentences for people. */
final class Words {

    private Words() {}

    /** To the second, in UTC, as the API and the logs write it. */
    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String sentence(String text) {
        String plain = endless(text);
        return plain.isEmpty() ? "" : Character.toUpperCase(plain.charAt(0)) + plain.substring(1) + ".";
    }

    /** Without the full stop, to go on with. */
    static String endless(String text) {
        String trimmed = text.strip();
        return trimmed.endsWith(".") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
    }
}
