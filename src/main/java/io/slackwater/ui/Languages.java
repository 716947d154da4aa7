package io.slackwater.ui;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chooses the language of a page. Pure. */
final class Languages {

    /** The cookie that holds the user's choice. */
    static final String COOKIE = "slackwater-language";

    static final List<String> KNOWN = List.of("en", "ru");

    private Languages() {}

    /**
     * Returns the language that the user chose, else the first language of the browser that exists here, else English.
     *
     * @param chosen the value of the cookie
     * @param accept the header {@code Accept-Language}
     */
    static String of(Optional<String> chosen, Optional<String> accept) {
        return chosen.filter(KNOWN::contains)
                .or(() -> accept.flatMap(Languages::accepted))
                .orElse("en");
    }

    private static Optional<String> accepted(String header) {
        try {
            return Optional.ofNullable(Locale.lookupTag(Locale.LanguageRange.parse(header), KNOWN));
        } catch (IllegalArgumentException e) {
            // An unreadable header of a browser must not cost its user the page.
            return Optional.empty();
        }
    }
}
