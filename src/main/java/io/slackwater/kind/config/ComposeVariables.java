package io.slackwater.kind.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables that Compose substitutes in a compose file (docs.docker.com/compose, "Interpolation"). Only variables from files
 * are known, not those of the user's shell. Immutable.
 */
record ComposeVariables(Map<String, String> values) {

    ComposeVariables {
        values = Map.copyOf(values);
    }

    /** @param files the texts of env files, the last one wins */
    static ComposeVariables of(List<String> files) {
        Map<String, String> values = new HashMap<>();
        for (String file : files) {
            file.lines()
                    .map(String::strip)
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        int at = line.indexOf('=');
                        if (at > 0) {
                            String name = line.substring(0, at).strip();
                            values.put(
                                    name.startsWith("export ")
                                            ? name.substring(7).strip()
                                            : name,
                                    value(line, at + 1));
                        }
                    });
        }
        return new ComposeVariables(values);
    }

    private static String value(String line, int from) {
        String value = line.substring(from).strip();
        if (value.length() > 1 && (value.startsWith("'") || value.startsWith("\""))) {
            int end = value.indexOf(value.charAt(0), 1);
            return end < 0 ? value : value.substring(1, end);
        }
        return value.replaceFirst("\\s+#.*$", "");
    }

    /** The text with its variables put in; empty when one has no value that is known here. */
    Optional<String> in(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '$' || at + 1 == text.length()) {
                out.append(c);
                at++;
            } else if (text.charAt(at + 1) == '$') {
                out.append('$');
                at += 2;
            } else {
                int end = end(text, at + 1);
                boolean braces = text.charAt(at + 1) == '{';
                Optional<String> value = end < 0
                        ? Optional.empty()
                        : expression(braces ? text.substring(at + 2, end - 1) : text.substring(at + 1, end));
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                out.append(value.get());
                at = end;
            }
        }
        return Optional.of(out.toString());
    }

    /** Behind the name or the closing brace; -1 for none. */
    private static int end(String text, int from) {
        if (text.charAt(from) != '{') {
            int end = from;
            while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
                end++;
            }
            return end == from ? -1 : end;
        }
        int depth = 0;
        for (int at = from; at < text.length(); at++) {
            depth += text.charAt(at) == '{' ? 1 : text.charAt(at) == '}' ? -1 : 0;
            if (depth == 0) {
                return at + 1;
            }
        }
        return -1;
    }

    private Optional<String> expression(String expression) {
        int end = 0;
        while (end < expression.length()
                && (Character.isLetterOrDigit(expression.charAt(end)) || expression.charAt(end) == '_')) {
            end++;
        }
        Optional<String> value = Optional.ofNullable(values.get(expression.substring(0, end)));
        String operator = expression.substring(end);
        boolean strict = operator.startsWith(":");
        String rest = strict ? operator.substring(1) : operator;
        Optional<String> set = strict ? value.filter(one -> !one.isEmpty()) : value;
        if (rest.startsWith("-")) {
            return set.isPresent() ? set : in(rest.substring(1));
        }
        if (rest.startsWith("+")) {
            return set.isPresent() ? in(rest.substring(1)) : Optional.of("");
        }
        return value;
    }
}
