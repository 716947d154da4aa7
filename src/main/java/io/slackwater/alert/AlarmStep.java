package io.slackwater.alert;

import io.slackwater.journal.AlarmRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides about one alarm: the record to keep and the notice to send. Pure.
 *
 * @param record empty: the alarm is forgotten
 * @param tell empty: no notice now
 */
record AlarmStep(Optional<AlarmRecord> record, Optional<Notice.Event> tell) {

    /** The receiver knows this alarm with another title, severity or cause. */
    static final Instant OF_ANOTHER = Instant.EPOCH;

    /**
     * @param before the former record
     * @param now the present alarm, after its patience
     * @param since the begin of an alarm without a record
     * @param heard whether the receiver knows this cause
     * @param mayTell false while a notice is being sent or a failed one is held back
     * @param repeat the interval between repeated notices
     */
    static AlarmStep decide(
            Optional<AlarmRecord> before,
            Optional<Alarm> now,
            Instant since,
            Predicate<Cause> heard,
            Instant at,
            boolean mayTell,
            Duration repeat) {
        if (now.isEmpty()) {
            return before.map(record -> over(record, at, mayTell)).orElse(new AlarmStep(before, Optional.empty()));
        }
        AlarmRecord next = record(before, now.get(), since, heard);
        Optional<Notice.Event> tell;
        if (next.lastSent().isEmpty() || next.lastSent().get().equals(OF_ANOTHER)) {
            tell = Optional.of(Notice.Event.RAISED);
        } else if (!Duration.between(next.lastSent().get(), at).minus(repeat).isNegative()) {
            tell = Optional.of(Notice.Event.REPEATED);
        } else {
            tell = Optional.empty();
        }
        return new AlarmStep(Optional.of(next), tell.filter(event -> mayTell));
    }

    private static AlarmStep over(AlarmRecord record, Instant at, boolean mayTell) {
        if (record.lastSent().isEmpty() && mayTell) {
            // Its receiver never heard of it, so there is nothing to take back.
            return new AlarmStep(Optional.empty(), Optional.empty());
        }
        AlarmRecord over = new AlarmRecord(
                record.key(),
                record.severity(),
                record.title(),
                record.detail(),
                record.remedy(),
                record.since(),
                record.lastSent(),
                record.over().or(() -> Optional.of(at)));
        return new AlarmStep(
                Optional.of(over), Optional.of(Notice.Event.RECOVERED).filter(event -> mayTell));
    }

    /**
     * Whether both are the same alarm for the receiver. The alarm of the last run explains why a backup is overdue.
     */
    static boolean same(AlarmRecord one, AlarmRecord other, Predicate<Cause> heard) {
        Cause cause = Cause.of(other.detail());
        return one.title().equals(other.title())
                && one.severity().equals(other.severity())
                && (AlarmSource.STALE.has(one.key()) || Cause.of(one.detail()).equals(cause) || heard.test(cause));
    }

    private static AlarmRecord record(Optional<AlarmRecord> before, Alarm now, Instant since, Predicate<Cause> heard) {
        AlarmRecord next = new AlarmRecord(
                now.key(),
                now.severity().word(),
                now.title(),
                now.detail(),
                now.remedy(),
                before.map(AlarmRecord::since).orElse(since),
                before.flatMap(AlarmRecord::lastSent),
                Optional.empty());
        return before.isEmpty() || same(before.get(), next, heard)
                ? next
                : next.sent(next.lastSent().map(sent -> OF_ANOTHER));
    }
}
