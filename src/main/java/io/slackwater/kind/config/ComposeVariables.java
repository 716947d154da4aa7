package io.slackwater.kind.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Substitutes variables in a compose file as Compose does (docs.docker.com/compose, "Interpolation"). Knows only
 * variables from env files, not those of the user's shell. Immutable.
 */
record ComposeVariables(Map<String, String> values) {

    /** {@code NAME=value}; the value has single quotes, double quotes or none. */
    private static final Pattern LINE = Pattern.compile(
            "\\s*(?:export\\s+)?([^\\s=#]+)\\s*=\\s*(?:'([^']*)'.*|\"([^\"]*)\".*|(.*?)(?:\\s+#.*|\\s*))");

    /** {@code $$}, {@code $NAME} or <code>${NAME:-text}</code>. The text can contain one more level of braces. */
    private static final Pattern REFERENCE =
            Pattern.compile("\\$(?:(\\$)|(\\w+)|\\{(\\w+)(?:(:?)([-+?])([^{}]*(?:\\{[^{}]*}[^{}]*)*))?})");

    ComposeVariables {
        values = Map.copyOf(values);
    }

    /**
     * Reads the variables of env files.
     *
     * @param files the files' texts; a later text overrides an earlier one
     */
    static ComposeVariables of(List<String> files) {
        Map<String, String> values = new HashMap<>();
        files.stream()
                .flatMap(String::lines)
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(line -> values.put(line.group(1), either(line.group(2), line.group(3), line.group(4))));
        return new ComposeVariables(values);
    }

    private static String either(@Nullable String... texts) {
        return Stream.of(texts).filter(Objects::nonNull).findFirst().orElse("");
    }

    /** The text with its variables substituted; empty when the value of a variable is unknown. */
    Optional<String> in(String text) {
        StringBuilder out = new StringBuilder();
        Matcher reference = REFERENCE.matcher(text);
        while (reference.find()) {
            Optional<String> value = value(reference);
            if (value.isEmpty()) {
                return value;
            }
            reference.appendReplacement(out, Matcher.quoteReplacement(value.get()));
        }
        reference.appendTail(out);
        return Optional.of(out.toString()).filter(whole -> !whole.contains("${"));
    }

    private Optional<String> value(MatchResult reference) {
        if (reference.group(1) != null) {
            return Optional.of("$");
        }
        Optional<String> value = Optional.ofNullable(values.get(either(reference.group(2), reference.group(3))));
        Optional<String> set = ":".equals(reference.group(4)) ? value.filter(one -> !one.isEmpty()) : value;
        String operator = either(reference.group(5));
        if (operator.equals("-")) {
            return set.isPresent() ? set : in(reference.group(6));
        }
        return operator.equals("+") ? set.isPresent() ? in(reference.group(6)) : Optional.of("") : value;
    }
}
