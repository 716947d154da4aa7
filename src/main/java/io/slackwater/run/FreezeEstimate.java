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
                        .filter(restic -> hasSnapshot(verdicts, dataset, restic))
                        .isEmpty());
    }

    /** Whether the repository with restic's id {@code restic} has a verified snapshot of the dataset. */
    static boolean hasSnapshot(VerdictStore verdicts, Dataset dataset, String restic) {
        return verdicts.of(dataset.id()).stream()
                .anyMatch(verified -> verified.repository().equals(restic));
    }
}
