package io.slackwater.restore;

import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pattern for the name of a file, as restic has it (Go's {@code filepath.Match}): {@code *}, {@code ?}, {@code [a-z]},
 * {@code [^a-z]}, and a backslash before a literal character. Upper and lower case are equal. Pure.
 */
record NamePattern(String text, Pattern regex) {

    private static final int LONGEST = 255;

    /** @throws RestoreException the pattern is empty, too long, for a path, or malformed */
    static NamePattern of(String text) throws RestoreException {
        if (text.isEmpty() || text.length() > LONGEST || text.indexOf('/') >= 0 || text.indexOf('\0') >= 0) {
            throw invalid(
                    text,
                    "give the name of a file without its directories, of at most " + LONGEST
                            + " characters, for example *.jpg");
        }
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char one = text.charAt(at);
            switch (one) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case '[' -> at = characters(text, at, regex);
                case '\\' -> regex.append(literal(text, ++at));
                default -> regex.append(literal(text, at));
            }
            at++;
        }
        return new NamePattern(
                text,
                Pattern.compile(regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
    }

    boolean matches(String name) {
        return regex.matcher(name).matches();
    }

    /** Appends the class of characters that begins at this place. Returns the place of its end. */
    private static int characters(String text, int begin, StringBuilder regex) throws RestoreException {
        regex.append('[');
        int at = begin + 1;
        if (at < text.length() && text.charAt(at) == '^') {
            regex.append('^');
            at++;
        }
        int first = at;
        while (at == first || at < text.length() && text.charAt(at) != ']') {
            at = character(text, at, regex);
            if (at + 1 < text.length() && text.charAt(at) == '-') {
                regex.append('-');
                at = character(text, at + 1, regex);
            }
        }
        if (at >= text.length()) {
            throw invalid(text, "the bracket [ has no end; write \\\\[ for the character itself");
        }
        regex.append(']');
        return at;
    }

    private static int character(String text, int at, StringBuilder regex) throws RestoreException {
        char one = at < text.length() ? text.charAt(at) : ']';
        if (one == ']' || one == '-') {
            throw invalid(text, "the brackets have no characters; write \\\\[ for the character itself");
        }
        int place = one == '\\' ? at + 1 : at;
        regex.append(literal(text, place));
        return place + 1;
    }

    private static String literal(String text, int at) throws RestoreException {
        if (at >= text.length()) {
            throw invalid(text, "a backslash at its end has no character after it");
        }
        String one = text.substring(at, at + 1);
        return one.matches("\\w") || one.charAt(0) > '~' ? one : "\\" + one;
    }

    private static RestoreException invalid(@Nullable String text, String why) {
        return new RestoreException(Reason.INVALID, "the name " + text + " is not allowed: " + why);
    }
}
