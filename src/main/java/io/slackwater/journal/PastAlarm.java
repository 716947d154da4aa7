package io.slackwater.journal;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An alarm whose problem ended.
 *
 * @param acknowledged who knew about the problem; empty when nobody said so
 * @param translations title and remedy in other languages than English, by the code of the language
 */
public record PastAlarm(
        String key,
        String severity,
        String title,
        String detail,
        String workload,
        Instant since,
        Instant over,
        Optional<AlarmRecord.Acknowledgement> acknowledged,
        Map<String, AlarmRecord.Words> translations) {

    /**
     * Returns the title in a language; in English when it has no translation.
     *
     * @param language the code of the language, such as {@code ru}
     */
    public String title(String language) {
        return Optional.ofNullable(translations.get(language))
                .map(AlarmRecord.Words::title)
                .orElse(title);
    }

    /** An order of past alarms. */
    public enum By {
        SEVERITY,
        TITLE,
        SINCE,
        OVER;

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static PastAlarm of(AlarmRecord alarm, Instant over) {
        return new PastAlarm(
                alarm.key(),
                alarm.severity(),
                alarm.title(),
                alarm.detail(),
                alarm.workload(),
                alarm.since(),
                over,
                alarm.acknowledged(),
                alarm.translations());
    }
}
