package io.slackwater.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A raised alarm.
 *
 * @param cause the kind of problem, made of enums and names; alarms with the same cause report the same problem
 * @param lastSent when the receiver last accepted a notice about the alarm; empty before the first notice
 * @param sentCauses the causes in the notices that the receiver accepted
 * @param over when the problem ended; such a record is deleted when the receiver has accepted the notice of the end
 */
public record AlarmRecord(
        String key,
        String severity,
        String title,
        String detail,
        String remedy,
        String cause,
        Instant since,
        Optional<Instant> lastSent,
        Set<String> sentCauses,
        Optional<Instant> over) {

    public AlarmRecord {
        sentCauses = Set.copyOf(sentCauses);
    }

    /** Returns the alarm after the receiver accepted a notice about a cause. */
    public AlarmRecord sent(Instant at, String about) {
        Set<String> causes = new TreeSet<>(sentCauses);
        causes.add(about);
        return with(Optional.of(at), causes, over);
    }

    /** Returns the alarm as if the receiver had never got a notice about it. */
    public AlarmRecord unsent() {
        return with(Optional.empty(), Set.of(), over);
    }

    /** Returns the alarm as if the receiver knew no cause, so that the next notice names the cause again. */
    public AlarmRecord repeated() {
        return with(lastSent, Set.of(), over);
    }

    public AlarmRecord over(Instant at) {
        return with(lastSent, sentCauses, over.or(() -> Optional.of(at)));
    }

    private AlarmRecord with(Optional<Instant> sent, Set<String> causes, Optional<Instant> ended) {
        return new AlarmRecord(key, severity, title, detail, remedy, cause, since, sent, causes, ended);
    }
}
