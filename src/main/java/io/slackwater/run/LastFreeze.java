package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Workload;
import io.slackwater.journal.Journal;
import io.slackwater.trust.DatasetNotes;
import java.time.Duration;
import java.util.Optional;

/**
 * What the next freeze of a dataset is expected to take: what its last took, also when that did not hold; its limit at least where it
 * reached that. Kept over a restart. Immutable.
 *
 * @param ours whether a restic of ours read meanwhile, and not Backrest's
 * @param whole where all had to be read, for there was no snapshot to go by
 */
public record LastFreeze(Duration time, boolean ours, Optional<Whole> whole) {

    private static final String OURS = "slackwater";
    private static final String BACKRESTS = "backrest";
    private static final long MIB = 1024L * 1024;

    /** What is read again takes as long give or take a tenth. */
    private static final double SURELY = 0.9;

    /**
     * What all that had to be read was.
     *
     * @param restic the id of the repository that had no verified snapshot of the dataset
     */
    public record Whole(String restic, long bytes) {}

    /**
     * The last one, when it took as long as its workload may stand now, or longer: a raised limit is another one. What it took to read
     * all says nothing any more when there is a snapshot to go by, for then only what changed is read.
     */
    public static Optional<LastFreeze> tooLong(Dataset dataset, Inventory inventory, Journal journal) {
        if (dataset.method() != Method.FREEZE) {
            return Optional.empty();
        }
        Optional<Duration> max = inventory.workload(dataset.workload()).map(Workload::freezeMax);
        return journal.note(DatasetNotes.frozen(dataset.id()))
                .map(LastFreeze::read)
                .filter(last -> max.isPresent() && last.time().compareTo(max.get()) >= 0)
                .filter(last -> last.whole()
                        .filter(all -> has(journal, dataset, all.restic()))
                        .isEmpty());
    }

    /** Whether a restic that stores it there next has a verified snapshot to go by. */
    static boolean has(Journal journal, Dataset dataset, String restic) {
        return journal.verdicts().of(dataset.id()).stream()
                .anyMatch(verified -> verified.repository().equals(restic));
    }

    /** Whether all of it would surely be read within a limit, now that it has this size. */
    boolean fits(long bytes, Duration max) {
        return whole.isPresent()
                && (double) time.toMillis() * bytes
                        <= SURELY * max.toMillis() * whole.get().bytes();
    }

    /** Who read, and what. */
    String measured() {
        return (ours ? "Slackwater's own run" : "Backrest") + " read meanwhile"
                + whole.map(all ->
                                ": all of it, %d MiB, for there was no snapshot to go by".formatted(all.bytes() / MIB))
                        .orElse("");
    }

    /** Who read an earlier version did not note, nor that all was read. */
    private static LastFreeze read(String note) {
        String[] words = note.split(" ", -1);
        return new LastFreeze(
                Duration.ofMillis(Long.parseLong(words[0])),
                words.length > 1 && words[1].equals(OURS),
                words.length > 3 ? Optional.of(new Whole(words[2], Long.parseLong(words[3]))) : Optional.empty());
    }

    void note(Journal journal, String dataset) {
        journal.note(
                DatasetNotes.frozen(dataset),
                time.toMillis() + " " + (ours ? OURS : BACKRESTS)
                        + whole.map(all -> " " + all.restic() + " " + all.bytes())
                                .orElse(""));
    }
}
