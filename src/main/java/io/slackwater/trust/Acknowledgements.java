package io.slackwater.trust;

import io.slackwater.discovery.Inventory;
import io.slackwater.journal.DatasetStore;
import io.slackwater.policy.Policy;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Records a user's acknowledgement that a dataset shrank, became empty, lost snapshots or disappeared on purpose. Loss prevented: without
 * a person's consent, retention would forget the only snapshots with the missing data.
 */
public record Acknowledgements(
        DatasetStore datasets, LostSnapshots lost, Supplier<Policy> policy, Supplier<Inventory> inventory) {

    /**
     * Resumes retention; the next run accepts the dataset's current size. A missing dataset is retired. Without this confirmation,
     * retention would forget the last good snapshots of a dataset that shrank or vanished by accident.
     */
    public void acknowledge(String dataset) {
        datasets.hold(dataset, Optional.empty());
        datasets.files(dataset, 0);
        lost.acknowledge(policy.get().repositories().keySet(), dataset);
        datasets.gone(dataset, inventory.get().dataset(dataset).isEmpty());
    }

    /** Whether a user acknowledged that this dataset is gone for good. */
    public boolean goneForGood(String dataset) {
        return datasets.gone(dataset);
    }

    /** A dataset was found again. Its next disappearance is not acknowledged, so that the loss of its data raises an alarm. */
    public void isBack(String dataset) {
        datasets.gone(dataset, false);
    }

    /** The reason why retention is suspended for a dataset until a user acknowledges it. */
    public Optional<String> held(String dataset) {
        return datasets.hold(dataset);
    }
}
