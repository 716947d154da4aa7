package io.slackwater.ui;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A text that a user searches.
 *
 * @param text in lower case; empty matches everything
 */
public record Search(String text) {

    private static final int LONGEST = 100;

    /** @throws PageProblem the text is too long */
    static Search of(@Nullable String value) {
        String text = value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
        if (text.length() > LONGEST) {
            throw PageProblem.invalid("q", text.substring(0, LONGEST) + "…", "≤ " + LONGEST);
        }
        return new Search(text);
    }

    /** Whether one of the texts contains the searched text. */
    boolean finds(String... all) {
        return Stream.of(all).anyMatch(one -> one.toLowerCase(Locale.ROOT).contains(text));
    }
}
