package io.slackwater.backrest.reconcile;

import io.slackwater.journal.BackrestStore;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The orphaned plans that the next pass may remove: plans with nothing left to restore, and plans that an admin released. Loss
 * prevented: Backrest's page would no longer list the snapshots of a removed workload. A release survives a restart, and ends when the
 * plan is gone or its dataset is back. Safe for use by several threads.
 */
final class ReleasedPlans {

    private final BackrestStore store;
    private final Predicate<String> restorable;

    /** @param restorable whether a dataset has a verified snapshot */
    ReleasedPlans(BackrestStore store, Predicate<String> restorable) {
        this.store = store;
        this.restorable = restorable;
    }

    /** Plans that an admin released and that Backrest still has. */
    synchronized SortedSet<String> byAdmin() {
        return store.released();
    }

    /**
     * Releases an orphaned plan; idempotent.
     *
     * @param datasets that exist now
     * @param last how the last pass ended
     */
    synchronized PlanRelease release(String plan, Set<String> datasets, Optional<ReconcileOutcome> last) {
        if (datasets.contains(plan)) {
            return PlanRelease.IN_USE;
        }
        SortedSet<String> released = byAdmin();
        if (released.contains(plan)) {
            return PlanRelease.ACCEPTED;
        }
        if (last.filter(outcome -> outcome.complete() || outcome instanceof ReconcileOutcome.Busy)
                .isEmpty()) {
            return PlanRelease.NOT_KNOWN;
        }
        if (!last.get().orphans().contains(plan)) {
            return PlanRelease.UNKNOWN;
        }
        released.add(plan);
        store.released(released);
        return PlanRelease.ACCEPTED;
    }

    /**
     * The plans that the next pass may remove.
     *
     * @param datasets that exist now: their releases end
     * @param last how the last pass ended
     */
    synchronized Set<String> removable(Set<String> datasets, Optional<ReconcileOutcome> last) {
        Set<String> may = new TreeSet<>(last.map(ReconcileOutcome::orphans).orElse(Collections.emptySortedSet()));
        may.removeIf(restorable);
        SortedSet<String> released = byAdmin();
        if (released.removeAll(datasets)) {
            store.released(released);
        }
        may.addAll(released);
        return may;
    }

    /** Ends the releases of plans that the pass removed. A pass that could not write removed nothing. */
    synchronized void passed(ReconcileOutcome outcome) {
        if (outcome.complete()) {
            SortedSet<String> released = byAdmin();
            if (released.retainAll(outcome.orphans())) {
                store.released(released);
            }
        }
    }
}
