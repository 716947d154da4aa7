package io.slackwater.ui;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the values in the address of a page. A wrong value is refused with the allowed ones. Pure. */
final class QueryValues {

    private QueryValues() {}

    /** @throws PageProblem the value is none of the type's names in lower case */
    static <E extends Enum<E>> E choice(Class<E> type, String parameter, @Nullable String value, E usual) {
        if (value == null || value.isEmpty()) {
            return usual;
        }
        List<E> all = Arrays.asList(type.getEnumConstants());
        return all.stream()
                .filter(one -> word(one).equals(value))
                .findFirst()
                .orElseThrow(() -> PageProblem.invalid(
                        parameter, value, all.stream().map(QueryValues::word).collect(Collectors.joining(", "))));
    }

    /** The form of an enum in an address. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** @throws PageProblem the value is no number of a page */
    static int page(String parameter, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return 1;
        }
        if (!value.matches("[1-9]\\d{0,6}")) {
            throw PageProblem.invalid(parameter, value, "1, 2, 3 …");
        }
        return Integer.parseInt(value);
    }
}
