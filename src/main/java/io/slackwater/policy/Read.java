package io.slackwater.policy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A parser for one value of the policy or of a label.
 *
 * @param allowed the allowed values, for error messages
 * @param secret whether a text may contain a secret; messages then do not show it
 * @param parse returns the value or throws an {@link IllegalArgumentException}, whose message continues a sentence that
 *      begins with the value
 */
public record Read<T>(String allowed, Predicate<String> secret, Function<String, T> parse) {

    private static final int SHOWN = 80;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*");
    /** Numbers without a leading zero, because YAML reads {@code 010} as octal. */
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

    public static <T> Read<T> of(String allowed, Function<String, T> parse) {
        return new Read<>(allowed, text -> false, parse);
    }

    Read<T> maskedWhen(Predicate<String> holdsSecret) {
        return new Read<>(allowed, holdsSecret, parse);
    }

    static Read<Integer> number(int min, int max) {
        return of("a whole number from " + min + " to " + max, text -> {
            int value = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : min - 1;
            if (value < min || value > max) {
                throw new IllegalArgumentException("is not a whole number in the allowed range");
            }
            return value;
        });
    }

    public static Read<Boolean> flag() {
        return of("true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        });
    }

    static Read<Duration> duration() {
        return duration(Durations.ALLOWED + ", at least one second", ChronoUnit.FOREVER.getDuration());
    }

    /** Accepts a duration, also zero. */
    static Read<Duration> durationOrZero() {
        return duration(Durations.ALLOWED + ", also 0s", Duration.ZERO, ChronoUnit.FOREVER.getDuration());
    }

    /** Accepts a duration from one second to {@code longest}. */
    public static Read<Duration> duration(String allowed, Duration longest) {
        return duration(allowed, Duration.ofSeconds(1), longest);
    }

    private static Read<Duration> duration(String allowed, Duration shortest, Duration longest) {
        return of(
                allowed,
                text -> Durations.parse(text)
                        .filter(time -> time.compareTo(shortest) >= 0 && time.compareTo(longest) <= 0)
                        .orElseThrow(() -> new IllegalArgumentException("is not a valid duration")));
    }

    /** Accepts a constant of an enum, written in lower case. */
    static <E extends Enum<E>> Read<E> word(Class<E> type) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        return oneOf("one of the known words", words).then(text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
    }

    /**
     * Accepts one of the given names.
     *
     * @param what describes the names in an error message
     */
    public static Read<String> oneOf(String what, Collection<String> names) {
        return of(String.join(", ", names), text -> {
            if (!names.contains(text)) {
                throw new IllegalArgumentException("is not " + what + Nearest.hint(text, names));
            }
            return text;
        });
    }

    /** Accepts a name that is also a valid file name. */
    static Read<String> name() {
        return matching(NAME, "a name of letters, digits, '.', '_' and '-' that begins with a letter or digit");
    }

    public static Read<String> matching(Pattern form, String allowed) {
        return of(allowed, text -> {
            if (!form.matcher(text).matches()) {
                throw new IllegalArgumentException(text.isEmpty() ? "is empty" : "is not of the allowed form");
            }
            return text;
        });
    }

    <U> Read<U> then(Function<T, U> next) {
        return new Read<>(allowed, secret, parse.andThen(next));
    }

    /** A value for a message: in quotes, on one line, at most 80 characters. */
    public static String quoted(String value) {
        String line = value.codePoints()
                .mapToObj(c -> Character.isISOControl(c) ? "\\x%02x".formatted(c) : Character.toString(c))
                .collect(Collectors.joining());
        return "'" + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line) + "'";
    }
}
