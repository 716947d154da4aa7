package io.slackwater.health;

import io.slackwater.discovery.Inventory;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.LastHealth;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.policy.Policy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Derives the backup health of each dataset from the journal. Only verified snapshots count, unless they were removed
 * or found damaged later. Safe for use by several threads. Every method throws {@link JournalException} when the
 * journal cannot be read.
 *
 * @param ofServer whether servers make the dumps of the kind of service of this name
 */
public record BackupHealth(Journal journal, Clock clock, Predicate<String> ofServer) {

    /**
     * Returns the health of each existing dataset. Missing datasets follow if they had verified snapshots or their last
     * run failed. A missing dataset is reported until a user acknowledges that it is gone, or until it returns.
     *
     * <p>Each call returns a new list, also an empty one, so that callers see a new derivation.
     *
     * @param found the last survey of Docker; empty before the first one. All datasets in the journal are then expected
     *     to exist
     */
    public List<DatasetHealth> check(Policy policy, Optional<Inventory> found) {
        Map<String, String> planOf = new LinkedHashMap<>();
        found.stream()
                .flatMap(inventory -> inventory.datasets().stream())
                .forEach(dataset -> planOf.put(dataset.id(), dataset.plan()));
        Set<String> all = new LinkedHashSet<>(planOf.keySet());
        all.addAll(journal.runs().datasets());
        HealthDecision decision = decision(policy);
        return journal.history().latest(all).stream()
                .flatMap(past -> {
                    String plan = planOf.get(past.dataset());
                    return plan != null
                            ? Stream.of(decision.existing(past, plan))
                            : found
                                    .map(inventory -> decision.missing(past, inventory))
                                    .orElseGet(() -> Optional.of(decision.unseen(past)))
                                    .stream();
                })
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /**
     * Records in the journal which datasets are unhealthy, so that removing their containers does not make them
     * healthy. Call this after each survey of Docker.
     */
    public void remember(Collection<DatasetHealth> datasets) {
        for (DatasetHealth health : datasets) {
            LastHealth down = health.why() == HealthReason.VANISHED ? LastHealth.VANISHED : LastHealth.DOWN;
            journal.datasets().lastHealth(health.dataset(), health.up() ? LastHealth.UP : down);
        }
    }

    /** Whether this dataset was missing while its container still existed, when {@link #remember} was last called. */
    public boolean hadVanished(String dataset) {
        return journal.datasets().lastHealth(dataset) == LastHealth.VANISHED;
    }

    /** Returns the health of an existing dataset. */
    public DatasetHealth judge(Policy policy, String dataset, String planId) {
        return decision(policy)
                .existing(journal.history().latest(List.of(dataset)).getFirst(), planId);
    }

    private HealthDecision decision(Policy policy) {
        return new HealthDecision(policy, journal.repositories().reasons(Trouble.UNUSABLE), ofServer, clock.instant());
    }
}
