package io.slackwater.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A raised alarm.
 *
 * @param cause identifies the problem by enums and names; equal causes are one problem
 * @param lastSent when the receiver last got a notice about it; empty before the first one
 * @param sentCauses the causes that the receiver knows
 * @param over when the problem ended, until the receiver knows that too
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

    /** The same alarm after the receiver got a notice about a cause. */
    public AlarmRecord sent(Instant at, String about) {
        Set<String> causes = new TreeSet<>(sentCauses);
        causes.add(about);
        return with(Optional.of(at), causes, over);
    }

    /** The same alarm for a receiver that does not know it. */
    public AlarmRecord unsent() {
        return with(Optional.empty(), Set.of(), over);
    }

    /** The same alarm, of which the receiver knows no cause any more: the next notice names them again. */
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
