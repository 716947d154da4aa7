package io.slackwater.alert;

import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.AlarmRecord.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The decisions about one alarm: its next record in the journal, and the notice that a channel needs. Pure. */
final class AlarmStep {

    private AlarmStep() {}

    /**
     * Returns the next record; empty when the alarm is over and no channel knows it.
     *
     * @param before the current record; empty for a new alarm
     * @param now the alarm; empty when the problem is over
     * @param since when the problem of an alarm without a record began
     */
    static Optional<AlarmRecord> next(Optional<AlarmRecord> before, Optional<Alarm> now, Instant since, Instant at) {
        return now.map(alarm -> record(before, alarm, since))
                .or(() -> before.map(record -> record.over(at)).filter(record -> !record.settled()));
    }

    private static AlarmRecord record(Optional<AlarmRecord> before, Alarm now, Instant since) {
        return new AlarmRecord(
                now.key(),
                now.severity().word(),
                now.title(),
                now.detail(),
                now.remedy(),
                now.cause(),
                now.workload(),
                before.map(AlarmRecord::since).orElse(since),
                before.map(AlarmRecord::sent).orElse(Map.of()),
                Optional.empty(),
                before.filter(record -> sameProblem(record, now)).flatMap(AlarmRecord::acknowledged),
                translations(now));
    }

    private static Map<String, AlarmRecord.Words> translations(Alarm alarm) {
        Set<String> languages = new TreeSet<>(alarm.titleText().translations().keySet());
        languages.addAll(alarm.remedyText().translations().keySet());
        return languages.stream()
                .collect(Collectors.toMap(
                        language -> language,
                        language -> new AlarmRecord.Words(
                                alarm.titleText().in(language),
                                alarm.remedyText().in(language))));
    }

    /** A person who acknowledged a problem does not know about another one. */
    private static boolean sameProblem(AlarmRecord before, Alarm now) {
        return before.over().isEmpty()
                && before.cause().equals(now.cause())
                && before.severity().equals(now.severity().word());
    }

    /**
     * Returns the notice that the channel needs now. A new cause is sent at once. A known cause is sent again after the
     * interval, unless a person acknowledged it. A channel that does not know the alarm needs no notice of its end.
     *
     * @param wanted whether the channel wants the alarm; it gets the end of a known alarm in any case
     * @param repeat the interval between repeated notices
     */
    static Optional<Notice.Event> due(AlarmRecord alarm, String channel, boolean wanted, Instant at, Duration repeat) {
        Optional<Sent> sent = alarm.sentTo(channel);
        if (alarm.over().isPresent()) {
            return sent.map(known -> Notice.Event.RECOVERED);
        }
        if (!wanted) {
            return Optional.empty();
        }
        return sent.filter(known -> known.causes().contains(alarm.cause()))
                .map(known -> Optional.of(Notice.Event.REPEATED)
                        .filter(event -> alarm.acknowledged().isEmpty()
                                && !known.at().plus(repeat).isAfter(at)))
                .orElse(Optional.of(Notice.Event.RAISED));
    }
}
