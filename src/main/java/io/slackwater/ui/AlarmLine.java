package io.slackwater.ui;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.AlarmSource;
import io.slackwater.journal.AlarmRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A raised alarm, on the pages that list it beside other things.
 *
 * @param href leads to the dataset that it concerns; else to the alarm on the page of alarms
 * @param acknowledged who knows about it, as a sentence; empty when nobody said so
 */
public record AlarmLine(
        Light light,
        String word,
        String title,
        String href,
        String detail,
        String remedy,
        Moment since,
        String acknowledged) {

    /** Critical alarms first, and the newest first among equal ones. */
    static final Comparator<AlarmRecord> WORST_FIRST = Comparator.comparing((AlarmRecord alarm) -> light(alarm))
            .thenComparing(AlarmRecord::since)
            .reversed()
            .thenComparing(AlarmRecord::key);

    static AlarmLine of(AlarmRecord alarm, Instant now, ZoneId zone, Texts texts) {
        return new AlarmLine(
                light(alarm),
                texts.of(critical(alarm.severity()) ? "severityCritical" : "severityWarning"),
                alarm.title(texts.language()),
                dataset(alarm.key()).map(id -> "/datasets/" + id).orElse("/alarms#" + anchor(alarm.key())),
                alarm.detail(),
                alarm.remedy(texts.language()),
                Moment.of(alarm.since(), now, zone, texts),
                texts.acknowledged(alarm.acknowledged(), now));
    }

    /** The same alarm with a link to the page of alarms. */
    AlarmLine onItsPage(AlarmRecord alarm) {
        return new AlarmLine(light, word, title, "/alarms#" + anchor(alarm.key()), detail, remedy, since, acknowledged);
    }

    static boolean critical(String severity) {
        return severity.equals(Alarm.Severity.CRITICAL.word());
    }

    static Light light(AlarmRecord alarm) {
        return critical(alarm.severity()) ? Light.BAD : Light.WARN;
    }

    /** The place of an alarm on the page of alarms. A key can have characters that no place can have. */
    static String anchor(String key) {
        return "alarm-" + Integer.toHexString(key.hashCode());
    }

    /** Returns the dataset that an alarm concerns; empty when it concerns something else. */
    static Optional<String> dataset(String key) {
        return Stream.of(AlarmSource.RUN, AlarmSource.STALE)
                .filter(source -> source.has(key))
                .map(source -> source.subject(key).split(":", 2)[0])
                .findFirst();
    }
}
