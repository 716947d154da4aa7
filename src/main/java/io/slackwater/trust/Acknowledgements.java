package io.slackwater.trust;

import io.slackwater.discovery.Inventory;
import io.slackwater.journal.DatasetStore;
import io.slackwater.policy.Policy;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Records that a user acknowledged a dataset's shrinking, emptiness, lost snapshots or disappearance. Loss prevented:
 * without a person's consent, retention would remove the only snapshots with the missing data.
 */
public record Acknowledgements(
        DatasetStore datasets, LostSnapshots lost, Supplier<Policy> policy, Supplier<Inventory> inventory) {

    /**
     * Records that the user accepts the dataset's current state. Retention continues, and the next run accepts the
     * current size. A missing dataset then counts as gone for good.
     */
    public void acknowledge(String dataset) {
        datasets.hold(dataset, Optional.empty());
        datasets.files(dataset, 0);
        lost.acknowledge(policy.get().repositories().keySet(), dataset);
        datasets.gone(dataset, inventory.get().dataset(dataset).isEmpty());
    }

    /** Whether the dataset shrank, lost snapshots or is missing, so that an acknowledgement changes something. */
    public boolean pending(String dataset) {
        return held(dataset).isPresent()
                || inventory.get().dataset(dataset).isEmpty()
                || policy.get().repositories().keySet().stream()
                        .anyMatch(name -> lost.datasets(name).contains(dataset));
    }

    /**
     * Returns why no snapshot of the dataset is removed until a user acknowledges; empty when retention works normally.
     */
    public Optional<String> held(String dataset) {
        return datasets.hold(dataset);
    }
}
