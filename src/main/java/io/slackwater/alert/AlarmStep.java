package io.slackwater.alert;

import io.slackwater.journal.AlarmRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Decides about one alarm: the record to keep and the notice to send. Pure.
 *
 * @param record empty: the alarm is forgotten
 * @param notice empty: no notice now
 */
record AlarmStep(Optional<AlarmRecord> record, Optional<Notice.Event> notice) {

    /**
     * A cause that the receiver does not know is sent at once. A known cause is repeated after the interval.
     *
     * @param before the former record
     * @param now the present alarm, after its patience
     * @param since the begin of an alarm without a record
     * @param maySend false while a notice is being sent or a failed one is held back
     * @param repeat the interval between repeated notices
     */
    static AlarmStep decide(
            Optional<AlarmRecord> before,
            Optional<Alarm> now,
            Instant since,
            Instant at,
            boolean maySend,
            Duration repeat) {
        if (now.isEmpty()) {
            return before.map(record -> over(record, at, maySend)).orElse(new AlarmStep(before, Optional.empty()));
        }
        AlarmRecord next = record(before, now.get(), since);
        Optional<Notice.Event> notice = next.sentCauses().contains(next.cause())
                ? next.lastSent().filter(sent -> !sent.plus(repeat).isAfter(at)).map(sent -> Notice.Event.REPEATED)
                : Optional.of(Notice.Event.RAISED);
        return new AlarmStep(Optional.of(next), notice.filter(event -> maySend));
    }

    private static AlarmStep over(AlarmRecord record, Instant at, boolean maySend) {
        // A receiver that does not know the alarm needs no notice of its end.
        return record.lastSent().isEmpty() && maySend
                ? new AlarmStep(Optional.empty(), Optional.empty())
                : new AlarmStep(
                        Optional.of(record.over(at)),
                        Optional.of(Notice.Event.RECOVERED).filter(event -> maySend));
    }

    private static AlarmRecord record(Optional<AlarmRecord> before, Alarm now, Instant since) {
        return new AlarmRecord(
                now.key(),
                now.severity().word(),
                now.title(),
                now.detail(),
                now.remedy(),
                now.cause(),
                before.map(AlarmRecord::since).orElse(since),
                before.flatMap(AlarmRecord::lastSent),
                before.map(AlarmRecord::sentCauses).orElse(Set.of()),
                Optional.empty());
    }
}
