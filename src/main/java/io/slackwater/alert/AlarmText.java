package io.slackwater.alert;

import io.slackwater.policy.ChannelPolicy.Language;
import java.text.MessageFormat;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The title or remedy of an alarm, in English and in the other languages of people. Immutable.
 *
 * @param translations the text by the code of its language, such as {@code ru}; a missing language is shown in English
 */
public record AlarmText(String english, Map<String, String> translations) {

    public AlarmText {
        translations = Map.copyOf(translations);
    }

    /**
     * Reads the text from the message bundles.
     *
     * @param values fill the places {@code {0}}, {@code {1}} …
     */
    public static AlarmText of(String key, Object... values) {
        Map<String, String> translations = new LinkedHashMap<>();
        for (Language language : Language.values()) {
            if (language != Language.EN) {
                translations.put(language.locale().getLanguage(), text(language, key, values));
            }
        }
        return new AlarmText(text(Language.EN, key, values), translations);
    }

    /** Makes a text that exists in English only, such as a line for a compose file. */
    public static AlarmText plain(String english) {
        return new AlarmText(english, Map.of());
    }

    /** Joins sentences. */
    static AlarmText joined(Collection<AlarmText> sentences) {
        return sentences.stream().reduce(AlarmText::then).orElseGet(() -> plain(""));
    }

    /** Returns the text followed by the next sentence. */
    public AlarmText then(AlarmText next) {
        Set<String> languages = new TreeSet<>(translations.keySet());
        languages.addAll(next.translations.keySet());
        Map<String, String> both = new LinkedHashMap<>();
        languages.forEach(language -> both.put(language, in(language) + " " + next.in(language)));
        return new AlarmText(english + " " + next.english, both);
    }

    /** @param language the code of the language, such as {@code ru} */
    public String in(String language) {
        return translations.getOrDefault(language, english);
    }

    /** Changes the text of each language. */
    AlarmText map(UnaryOperator<String> change) {
        Map<String, String> changed = new LinkedHashMap<>();
        translations.forEach((language, text) -> changed.put(language, change.apply(text)));
        return new AlarmText(change.apply(english), changed);
    }

    private static String text(Language language, String key, Object... values) {
        ResourceBundle texts = ResourceBundle.getBundle(
                "alarm-texts",
                language.locale(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        Object[] plain = Stream.of(values).map(String::valueOf).toArray();
        return new MessageFormat(texts.getString(key).replace("'", "''"), Locale.ROOT).format(plain);
    }
}
