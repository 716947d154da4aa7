package io.slackwater.ui;

import java.util.Locale;

/** Forms the keys of texts from enums. */
final class TextKeys {

    private TextKeys() {}

    /** Returns the name in camel case with a capital letter, such as {@code NotDue}. */
    static String capital(Enum<?> value) {
        StringBuilder key = new StringBuilder();
        for (String word : value.name().split("_")) {
            key.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return key.toString();
    }
}
