package io.slackwater.run;

import io.slackwater.capture.TreeEntry;
import io.slackwater.capture.TreeWalk;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.FreezeLimit;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Source;
import io.slackwater.journal.Journal;
import io.slackwater.journal.LastFreeze;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Why a backup that somebody else is about to begin must not be made, or by us instead. */
final class AdoptionRules {

    private static final Logger LOG = Logger.getLogger(AdoptionRules.class);

    private final Journal journal;
    private final Supplier<Inventory> inventory;

    AdoptionRules(Journal journal, Supplier<Inventory> inventory) {
        this.journal = journal;
        this.inventory = inventory;
    }

    /** Empty when nothing is left that only a run of ours can put away first. */
    Optional<String> instead(Dataset dataset) {
        if (journal.poison().all().stream().anyMatch(poison -> poison.dataset().equals(dataset.id()))) {
            return Optional.of("an unverified leftover of an earlier run must be forgotten first");
        }
        return FreezeEstimate.reached(dataset, inventory.get(), journal.datasets(), journal.verdicts())
                .filter(last -> !last.ours())
                .map(last -> limit(dataset).tooShortFor(last.time(), FreezeEstimate.measured(last)));
    }

    /**
     * Why no backup of it can come to anything, whoever makes it: a run of ours has frozen it as long, and another would as much in
     * vain. One that Backrest read says nothing of that for sure: Backrest may have been slow, or what it shares was busy. Nor does
     * one that had to read all of a tree that is clearly smaller now.
     */
    Optional<String> hopeless(Dataset dataset) {
        return FreezeEstimate.reached(dataset, inventory.get(), journal.datasets(), journal.verdicts())
                .filter(LastFreeze::ours)
                .filter(last -> !fits(dataset, last))
                .map(last -> limit(dataset).tooShortFor(last.time(), FreezeEstimate.measured(last))
                        + ". No run is started in its place: one of Slackwater's own reached the limit already, so"
                        + " another would only pause it as long in vain"
                        + (last.whole().isPresent()
                                ? ", until it is smaller, or a backup that succeeds in another way (with a limit that is"
                                        + " raised for once, for example) leaves a snapshot to go by"
                                : "")
                        + ". When less is to be read now: scripts/backrest-management.sh backup " + dataset.id()
                        + " --wait");
    }

    private boolean fits(Dataset dataset, LastFreeze last) {
        if (last.whole().isEmpty() || !(dataset.source() instanceof Source.Tree tree)) {
            return false;
        }
        try {
            long bytes = TreeWalk.walk(tree.path(), tree.excludes()).stream()
                    .mapToLong(TreeEntry::size)
                    .sum();
            return FreezeEstimate.fits(last, bytes, limit(dataset).max());
        } catch (IOException e) {
            LOG.debugf("its size cannot be told dataset=%s reason=%s", dataset.id(), e.getMessage());
            return false;
        }
    }

    private FreezeLimit limit(Dataset dataset) {
        return inventory.get().workload(dataset.workload()).map(FreezeLimit::of).orElseThrow();
    }
}
