package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.FreezeLimit;
import io.slackwater.discovery.Inventory;
import io.slackwater.journal.Journal;
import java.util.Optional;
import java.util.function.Supplier;

/** Why a backup that somebody else is about to begin must not be made, or by us instead. */
final class AdoptionRules {

    private final Journal journal;
    private final Supplier<Inventory> inventory;

    AdoptionRules(Journal journal, Supplier<Inventory> inventory) {
        this.journal = journal;
        this.inventory = inventory;
    }

    /** Empty when nothing is left that only a run of ours can put away first. */
    Optional<String> instead(Dataset dataset) {
        if (journal.poison().stream().anyMatch(poison -> poison.dataset().equals(dataset.id()))) {
            return Optional.of("an unverified leftover of an earlier run must be forgotten first");
        }
        return LastFreeze.tooLong(dataset, inventory.get(), journal)
                .filter(last -> !last.ours())
                .map(last -> limit(dataset).tooShortFor(last.time(), "Backrest"));
    }

    /**
     * Why no backup of it can come to anything, whoever makes it: a run of ours has frozen it as long, and another would as much in
     * vain. One that Backrest read says nothing of that for sure: Backrest may have been slow, or what it shares was busy.
     */
    Optional<String> hopeless(Dataset dataset) {
        return LastFreeze.tooLong(dataset, inventory.get(), journal)
                .filter(LastFreeze::ours)
                .map(last -> limit(dataset).tooShortFor(last.time(), "Slackwater's own run")
                        + ". No run is started in its place: one of Slackwater's own reached the limit already, so"
                        + " another would only pause it as long in vain. When less is to be read now:"
                        + " scripts/backrest-management.sh backup " + dataset.id() + " --wait");
    }

    private FreezeLimit limit(Dataset dataset) {
        return inventory.get().workload(dataset.workload()).map(FreezeLimit::of).orElseThrow();
    }
}
