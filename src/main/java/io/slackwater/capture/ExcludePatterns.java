package io.slackwater.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The subset of restic's exclude patterns that datasets use: absolute paths. Within one component, {@code *}, {@code ?},
 * {@code […]} and {@code \} work as in Go's {@code filepath.Match}. A match excludes the path and everything below it.
 */
final class ExcludePatterns {

    private static final String SPECIAL = "\\^$.|?*+()[]{}";

    private final List<Pattern> patterns = new ArrayList<>();

    /** @throws IllegalArgumentException for a pattern that restic would read in another way than this class does */
    ExcludePatterns(List<String> excludes) {
        for (String exclude : excludes) {
            if (!exclude.startsWith("/") || exclude.contains("**")) {
                throw new IllegalArgumentException("The exclude pattern \"" + exclude
                        + "\" must be an absolute path, and * stays inside one component");
            }
            patterns.add(Pattern.compile(expression(exclude)));
        }
    }

    boolean match(String path) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(path).matches()) {
                return true;
            }
        }
        return false;
    }

    private static String expression(String glob) {
        StringBuilder expression = new StringBuilder();
        int at = 0;
        while (at < glob.length()) {
            char c = glob.charAt(at++);
            switch (c) {
                case '*' -> expression.append("[^/]*");
                case '?' -> expression.append("[^/]");
                case '[' -> at = set(glob, at, expression);
                case '\\' -> {
                    if (at == glob.length()) {
                        throw malformed(glob);
                    }
                    literal(glob.charAt(at++), expression);
                }
                default -> literal(c, expression);
            }
        }
        return expression.toString();
    }

    /** Translates a set such as {@code [^a-z\]]} from behind its bracket; returns the place behind its end. */
    private static int set(String glob, int start, StringBuilder expression) {
        int at = start;
        expression.append('[');
        if (at < glob.length() && glob.charAt(at) == '^') {
            expression.append("^/");
            at++;
        }
        boolean empty = true;
        while (at < glob.length() && (empty || glob.charAt(at) != ']')) {
            char c = glob.charAt(at++);
            if (c == '\\' && at < glob.length()) {
                expression.append('\\').append(glob.charAt(at++));
            } else if (c == '-' && !empty && at < glob.length() && glob.charAt(at) != ']') {
                expression.append('-');
            } else if (c == '/') {
                throw malformed(glob);
            } else {
                expression.append(Character.isLetterOrDigit(c) ? "" : "\\").append(c);
            }
            empty = false;
        }
        if (at >= glob.length()) {
            throw malformed(glob);
        }
        expression.append(']');
        return at + 1;
    }

    private static void literal(char c, StringBuilder expression) {
        expression.append(SPECIAL.indexOf(c) >= 0 ? "\\" : "").append(c);
    }

    private static IllegalArgumentException malformed(String glob) {
        return new IllegalArgumentException("The exclude pattern \"" + glob + "\" is malformed");
    }
}
