package io.slackwater.trust;

import io.slackwater.discovery.Inventory;
import io.slackwater.journal.Journal;
import io.slackwater.policy.Policy;
import java.util.Optional;
import java.util.function.Supplier;

/** Records a user's acknowledgement that a dataset shrank, became empty, lost snapshots or disappeared on purpose. */
public final class Acknowledgements {

    private final Journal journal;
    private final Supplier<Policy> policy;
    private final Supplier<Inventory> inventory;

    public Acknowledgements(Journal journal, Supplier<Policy> policy, Supplier<Inventory> inventory) {
        this.journal = journal;
        this.policy = policy;
        this.inventory = inventory;
    }

    /** Resumes retention; the next run accepts the dataset's current size. A missing dataset is retired. */
    public void acknowledge(String dataset) {
        journal.datasets().hold(dataset, Optional.empty());
        journal.datasets().files(dataset, 0);
        new Losses(journal).acknowledge(policy.get().repositories().keySet(), dataset);
        boolean gone = inventory.get().dataset(dataset).isEmpty();
        journal.datasets().gone(dataset, gone);
    }

    /** Whether a person said that this dataset is gone for good. */
    public boolean goneForGood(String dataset) {
        return journal.datasets().gone(dataset);
    }

    /** A dataset was found again: its next disappearance is not meant. */
    public void isBack(String dataset) {
        journal.datasets().gone(dataset, false);
    }

    /** The reason why retention is suspended for a dataset until a user acknowledges it. */
    public Optional<String> held(String dataset) {
        return journal.datasets().hold(dataset);
    }
}
