package io.slackwater.journal;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * An alarm whose problem ended.
 *
 * @param acknowledged who knew about the problem; empty when nobody said so
 */
public record PastAlarm(
        String key,
        String severity,
        String title,
        String detail,
        String workload,
        Instant since,
        Instant over,
        Optional<AlarmRecord.Acknowledgement> acknowledged) {

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
                alarm.acknowledged());
    }
}
