package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Workload;
import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.LastFreeze;
import io.slackwater.journal.VerdictStore;
import java.time.Duration;
import java.util.Optional;

/**
 * Judges by the last pause of a dataset's container whether the next pause can end within its limit. Loss prevented:
 * pauses that reach their limit again and again.
 */
public final class FreezeEstimate {

    private static final long MIB = 1024L * 1024;

    private FreezeEstimate() {}

    /**
     * Returns the last pause if it took at least the current limit; otherwise empty. A pause in which restic had to
     * read everything does not count once a snapshot exists.
     */
    public static Optional<LastFreeze> reached(
            Dataset dataset, Inventory inventory, DatasetStore datasets, VerdictStore verdicts) {
        if (dataset.method() != Method.FREEZE) {
            return Optional.empty();
        }
        Optional<Duration> max = inventory.workload(dataset.workload()).map(Workload::freezeMax);
        return datasets.lastFreeze(dataset.id())
                .filter(last -> max.isPresent() && last.time().compareTo(max.get()) >= 0)
                .filter(last -> last.whole()
                        .filter(all -> hasSnapshot(verdicts, dataset, all.restic()))
                        .isEmpty());
    }

    /** Whether the repository with restic's id {@code restic} has a verified snapshot of the dataset. */
    static boolean hasSnapshot(VerdictStore verdicts, Dataset dataset, String restic) {
        return verdicts.of(dataset.id()).stream()
                .anyMatch(verified -> verified.repository().equals(restic));
    }

    /** Says which program read the data, and how much. */
    public static String measured(LastFreeze last) {
        return (last.ours() ? "Slackwater's own run" : "Backrest") + " read the data"
                + last.whole()
                        .map(all -> ": everything, %d MiB, because there was no earlier snapshot"
                                .formatted(all.bytes() / MIB))
                        .orElse("");
    }
}
