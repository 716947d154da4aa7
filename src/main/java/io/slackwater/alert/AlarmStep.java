package io.slackwater.alert;

import io.slackwater.journal.AlarmRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The decision about one alarm: its new record in the journal, and the notice to send. Pure.
 *
 * @param record the new record; when empty, the record is deleted
 * @param notice when empty, no notice is sent now
 */
record AlarmStep(Optional<AlarmRecord> record, Optional<Notice.Event> notice) {

    /**
     * Decides what to do now. A new cause is sent at once. A known cause is sent again after the interval.
     *
     * @param before the current record; empty for a new alarm
     * @param now the alarm; empty when the problem is over
     * @param since when the problem of an alarm without a record began
     * @param maySend false while a notice is being sent
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
