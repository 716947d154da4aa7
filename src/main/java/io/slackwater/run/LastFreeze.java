package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Workload;
import io.slackwater.journal.Journal;
import java.time.Duration;
import java.util.Optional;

/**
 * What the next freeze of a dataset is expected to take: what its last took, also when that did not hold; its limit at least where it
 * reached that. Kept over a restart. Immutable.
 *
 * @param ours whether a restic of ours read meanwhile, and not Backrest's
 */
public record LastFreeze(Duration time, boolean ours) {

    private static final String OURS = "slackwater";
    private static final String BACKRESTS = "backrest";

    /** The last one, when it took as long as its workload may stand now, or longer: a raised limit is another one. */
    public static Optional<LastFreeze> tooLong(Dataset dataset, Inventory inventory, Journal journal) {
        if (dataset.method() != Method.FREEZE) {
            return Optional.empty();
        }
        Optional<Duration> max = inventory.workload(dataset.workload()).map(Workload::freezeMax);
        return journal.note(DatasetNotes.frozen(dataset.id()))
                .map(LastFreeze::read)
                .filter(last -> max.isPresent() && last.time().compareTo(max.get()) >= 0);
    }

    /** Who read an earlier version did not note. */
    private static LastFreeze read(String note) {
        String[] words = note.split(" ", 2);
        return new LastFreeze(Duration.ofMillis(Long.parseLong(words[0])), words.length > 1 && words[1].equals(OURS));
    }

    void note(Journal journal, String dataset) {
        journal.note(DatasetNotes.frozen(dataset), time.toMillis() + " " + (ours ? OURS : BACKRESTS));
    }
}
