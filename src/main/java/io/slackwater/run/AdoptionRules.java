package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.FreezeLimit;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Method;
import io.slackwater.journal.Journal;
import java.time.Duration;
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
        return Optional.empty();
    }

    /** Why no backup of it can come to anything, whoever makes it: a run of ours would freeze it as long, and as much in vain. */
    Optional<String> hopeless(Dataset dataset) {
        Optional<FreezeLimit> limit =
                inventory.get().workload(dataset.workload()).map(FreezeLimit::of);
        Optional<Duration> last = journal.note(DatasetNotes.frozen(dataset.id()))
                .map(Long::parseLong)
                .map(Duration::ofMillis);
        if (dataset.method() == Method.FREEZE
                && limit.isPresent()
                && last.isPresent()
                && last.get().compareTo(limit.get().max()) >= 0) {
            return Optional.of(limit.get().tooShortFor(last.get()));
        }
        return Optional.empty();
    }
}
