package io.slackwater.backrest.callbacks;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.FreezeLimit;
import io.slackwater.discovery.Inventory;
import io.slackwater.journal.LastFreeze;
import io.slackwater.journal.PoisonStore;
import io.slackwater.run.FreezeEstimate;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides whether Backrest may make the backup after a press of "Backup Now" on its page. Loss prevented: restic would
 * use a failed run's snapshot as parent, or each pause would reach its limit.
 */
public record BackupNowRules(FreezeEstimate estimate, PoisonStore poison, Supplier<Inventory> inventory) {

    /** Returns why Slackwater's own restic must make this backup; empty when Backrest may make it. */
    Optional<String> replacement(Dataset dataset) {
        if (poison.all().stream().anyMatch(poison -> poison.dataset().equals(dataset.id()))) {
            return Optional.of("the snapshot of an earlier, failed run must be removed first");
        }
        return estimate.reached(dataset, inventory.get())
                .filter(last -> !last.ours())
                .map(last -> limit(dataset).tooShortFor(last.time(), "Backrest"));
    }

    /**
     * Returns a reason if the last pause reached its limit although Slackwater's own restic read the data. Neither
     * Backrest nor Slackwater can then make this backup. A pause in which Backrest's restic read the data proves
     * nothing, because Backrest may have been slow.
     */
    Optional<String> refusal(Dataset dataset) {
        return estimate.reached(dataset, inventory.get())
                .filter(LastFreeze::ours)
                .map(last -> limit(dataset).tooShortFor(last.time(), "Slackwater's own run")
                        + ". No run is started, because Slackwater's own run reached the limit too. After a change, start one:"
                        + " scripts/backrest-management.sh backup " + dataset.id() + " --wait");
    }

    private FreezeLimit limit(Dataset dataset) {
        return inventory.get().workload(dataset.workload()).map(FreezeLimit::of).orElseThrow();
    }
}
