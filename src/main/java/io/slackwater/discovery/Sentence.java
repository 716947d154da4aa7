package io.slackwater.discovery;

import java.util.regex.Pattern;

/** Makes a whole sentence of a text: with a capital at its beginning and a full stop at its end. */
public final class Sentence {

    private static final String ENDS = ".?!…";

    /** A word of a language. A label, a path, a program or a command keeps its own spelling. */
    private static final Pattern WORD = Pattern.compile("\\p{Ll}[\\p{L}'-]*(?:[,;:.?!…]?(?:\\s|$))");

    private Sentence() {}

    /** Adds a capital letter and a full stop where they are missing. Empty for a blank text. */
    public static String of(String text) {
        String ended = ended(text);
        return WORD.matcher(ended).lookingAt() ? Character.toUpperCase(ended.charAt(0)) + ended.substring(1) : ended;
    }

    /** The text with a full stop, unless it has an end already. */
    public static String ended(String text) {
        String plain = text.strip();
        boolean open = !plain.isEmpty() && ENDS.indexOf(plain.charAt(plain.length() - 1)) < 0;
        return open ? plain + "." : plain;
    }
}
