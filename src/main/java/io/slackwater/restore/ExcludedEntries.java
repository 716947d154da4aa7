package io.slackwater.restore;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Translates restic's exclude patterns into regular expressions of Perl for the bytes of {@code /PATH}, relative to the
 * root of a tree. Knows the subset of patterns that datasets use: absolute paths, {@code *} and {@code ?} within one
 * name, {@code **} for any number of directories, and {@code \} before a literal character.
 */
final class ExcludedEntries {

    private static final Pattern TOKEN = Pattern.compile("(\\*)|(\\?)|\\\\?(.)", Pattern.DOTALL);

    /** One character in UTF-8, or one byte of any other text; no slash. */
    private static final String ANY = "(?:[\\x00-\\x2e\\x30-\\x7f\\x80-\\xbf]|[\\xc0-\\xff][\\x80-\\xbf]*)";

    private ExcludedEntries() {}

    /** Returns the expressions of the patterns that match below the root. */
    static List<String> below(Path root, List<String> excludes) {
        String prefix = root.toString().replaceAll("([\\\\*?\\[])", "\\\\$1") + "/";
        return excludes.stream()
                .filter(exclude -> exclude.startsWith(prefix))
                .map(exclude -> expression(exclude.substring(prefix.length())))
                .toList();
    }

    private static String expression(String pattern) {
        return Stream.of(pattern.split("/"))
                .map(name -> name.equals("**") ? "(?:/[^/]+)*" : "/" + name(name))
                .collect(Collectors.joining());
    }

    private static String name(String glob) {
        return TOKEN.matcher(glob)
                .replaceAll(token -> Matcher.quoteReplacement(
                        token.group(1) != null ? "[^/]*" : token.group(2) != null ? ANY : literal(token.group(3))));
    }

    private static String literal(String character) {
        return character.matches("[!-/:-@\\[-`{-~ ]") ? "\\" + character : character;
    }
}
