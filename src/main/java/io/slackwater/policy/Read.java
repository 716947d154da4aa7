package io.slackwater.policy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Converts one value of the file to its type.
 *
 * @param allowed the allowed values, for messages
 * @param secret whether the given text can hold a secret and is masked in messages
 * @param plain whether the value is a number or a flag, so that quoted text has the wrong type
 * @param parse returns the value, or throws {@link Refused} with the problem
 */
record Read<T>(String allowed, Predicate<String> secret, boolean plain, Function<String, T> parse) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");

    /** A value that is not allowed. The message is the end of a sentence whose subject is the value. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    static <T> Read<T> of(String allowed, Function<String, T> parse) {
        return new Read<>(allowed, text -> false, false, parse);
    }

    private static <T> Read<T> plain(String allowed, Function<String, T> parse) {
        return new Read<>(allowed, text -> false, true, parse);
    }

    Read<T> maskedWhen(Predicate<String> holdsSecret) {
        return new Read<>(allowed, holdsSecret, plain, parse);
    }

    static Read<Integer> number(int min, int max) {
        return plain("a whole number from " + min + " to " + max, text -> {
            if (!WHOLE.matcher(text).matches()) {
                throw new Refused("is not a whole number");
            }
            if (text.length() > 1 && text.matches("-?0.+")) {
                throw new Refused("begins with a zero, which YAML reads as octal");
            }
            // Ten digits and more are out of every range here, and out of int's.
            int value = text.length() > 9
                    ? (text.startsWith("-") ? Integer.MIN_VALUE : Integer.MAX_VALUE)
                    : Integer.parseInt(text);
            if (value < min) {
                throw new Refused(value < 0 ? "is negative" : "is too small");
            }
            if (value > max) {
                throw new Refused("is too large");
            }
            return value;
        });
    }

    static Read<Boolean> flag() {
        return plain("true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Refused("is neither true nor false");
        });
    }

    static Read<Duration> duration() {
        return of(Durations.ALLOWED + ", one second at least", text -> {
            Duration duration = Durations.parse(text)
                    .orElseThrow(() -> new Refused(
                            WHOLE.matcher(text).matches()
                                    ? (text.startsWith("-") ? "is negative" : "has no unit")
                                    : "is not a duration"));
            if (duration.isZero()) {
                throw new Refused("is too short");
            }
            return duration;
        });
    }

    /** One of an enum's words in lower case. */
    static <E extends Enum<E>> Read<E> word(Class<E> type) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        return oneOf("one of the known words", words).then(text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
    }

    /** One of the given names; {@code what} describes them in the message. */
    static Read<String> oneOf(String what, Collection<String> names) {
        return of(String.join(", ", names), text -> {
            if (!names.contains(text)) {
                throw new Refused("is not " + what + Nearest.hint(text, names));
            }
            return text;
        });
    }

    /** A name that is also valid as a file name. */
    static Read<String> name() {
        return matching(NAME, "a name of letters, digits, '.', '_' and '-' that begins with a letter or digit");
    }

    static Read<String> matching(Pattern form, String allowed) {
        return of(allowed, text -> {
            if (!form.matcher(text).matches()) {
                throw new Refused(text.isEmpty() ? "is empty" : "is not of the allowed form");
            }
            return text;
        });
    }

    <U> Read<U> then(Function<T, U> next) {
        return new Read<>(allowed, secret, plain, parse.andThen(next));
    }
}
