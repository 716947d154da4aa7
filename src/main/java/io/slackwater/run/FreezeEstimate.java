package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Workload;
import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.EngineName;
import io.slackwater.journal.LastFreeze;
import io.slackwater.journal.VerdictStore;
import java.time.Duration;
import java.util.Optional;

/**
 * Judges by the last pause of a dataset's container whether the next pause can end within its limit. Loss prevented:
 * each pause would reach its limit, and each backup would fail.
 */
public record FreezeEstimate(VerdictStore verdicts, DatasetStore datasets) {

    /**
     * Returns the last pause if it took at least the current limit; otherwise empty. A pause in which restic had to
     * read everything does not count once a snapshot exists.
     */
    public Optional<LastFreeze> reached(Dataset dataset, Inventory inventory) {
        if (dataset.method() != Method.FREEZE) {
            return Optional.empty();
        }
        Optional<Duration> max = inventory.workload(dataset.workload()).map(Workload::freezeMax);
        return datasets.lastFreeze(dataset.id())
                .filter(last -> max.isPresent() && last.time().compareTo(max.get()) >= 0)
                .filter(last -> last.whole()
                        .filter(restic -> hasSnapshot(dataset, restic))
                        .isEmpty());
    }

    /**
     * Records how long the next pause is expected to take.
     *
     * @param engine the program whose restic read
     */
    void record(BackupTarget target, Duration needed, Optional<EngineName> engine) {
        Dataset dataset = target.dataset();
        boolean ours = !engine.equals(Optional.of(EngineName.BACKREST));
        Optional<String> whole = Optional.of(target.restic()).filter(restic -> !hasSnapshot(dataset, restic));
        datasets.froze(dataset.id(), new LastFreeze(needed, ours, whole));
    }

    /** Whether the repository with restic's id {@code restic} has a verified snapshot of the dataset. */
    private boolean hasSnapshot(Dataset dataset, String restic) {
        return verdicts.of(dataset.id()).stream()
                .anyMatch(verified -> verified.repository().equals(restic));
    }
}
