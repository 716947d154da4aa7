package io.slackwater.capture;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Matches paths against restic's exclude patterns, in the subset that datasets use: absolute paths, {@code *} and
 * {@code ?} within one name, one {@code **} for any number of directories, and {@code \\} before a literal character. A
 * match also excludes everything below the path.
 */
final class ExcludePatterns {

    /** A special character of a name in a pattern, or a literal one. */
    private static final Pattern TOKEN = Pattern.compile("(\\*)|(\\?)|\\\\?(.)", Pattern.DOTALL);

    private static final String ANY_DEPTH = "**";

    private final List<Pattern> patterns;

    /**
     * Parses the patterns.
     *
     * @throws IllegalArgumentException restic and this class would interpret a pattern differently
     */
    ExcludePatterns(List<String> excludes) {
        this.patterns = excludes.stream().map(ExcludePatterns::expression).toList();
    }

    private static Pattern expression(String exclude) {
        boolean sets = exclude.replaceAll("\\\\.", "").contains("[");
        String[] names = exclude.substring(1).split("/");
        // restic 0.18 misses some matches of a second **.
        if (!exclude.startsWith("/")
                || sets
                || Stream.of(names).filter(ANY_DEPTH::equals).count() > 1) {
            throw new IllegalArgumentException("The exclude pattern \"" + exclude
                    + "\" must be an absolute path without [sets] and with at most one **");
        }
        StringBuilder expression = new StringBuilder();
        for (String name : names) {
            expression.append(name.equals(ANY_DEPTH) ? "(?:/[^/]+)*" : "/" + name(name));
        }
        return Pattern.compile(expression.toString());
    }

    private static String name(String glob) {
        return TOKEN.matcher(glob)
                .replaceAll(token -> Matcher.quoteReplacement(
                        token.group(1) != null
                                ? "[^/]*"
                                : token.group(2) != null ? "[^/]" : Pattern.quote(token.group(3))));
    }

    boolean match(Path path) {
        String text = path.toString();
        return patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches());
    }
}
