package io.slackwater.discovery;

import java.util.regex.Pattern;

/** Turns a text into a sentence with a capital letter at its start and a full stop at its end. */
public final class Sentence {

    private static final String ENDS = ".?!…";

    /**
     * Matches an ordinary lower-case word at the start, which gets a capital letter. A label, a path or a command does
     * not match and keeps its spelling.
     */
    private static final Pattern WORD = Pattern.compile("\\p{Ll}[\\p{L}'-]*(?:[,;:.?!…]?(?:\\s|$))");

    private Sentence() {}

    /** Adds the capital letter and the full stop if they are missing. Returns an empty text for a blank one. */
    public static String of(String text) {
        String ended = ended(text);
        return WORD.matcher(ended).lookingAt() ? Character.toUpperCase(ended.charAt(0)) + ended.substring(1) : ended;
    }

    /** Adds a full stop, unless the text has an end mark already. */
    public static String ended(String text) {
        String plain = text.strip();
        boolean open = !plain.isEmpty() && ENDS.indexOf(plain.charAt(plain.length() - 1)) < 0;
        return open ? plain + "." : plain;
    }

    /** Removes the full stop at the end, so that the sentence can go on. */
    public static String endless(String text) {
        String plain = text.strip();
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }
}
