package io.slackwater.backrest.reconcile;

import io.slackwater.journal.BackrestStore;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Knows which plans the next pass may remove from Backrest. These are plans that an admin asked to remove, and plans
 * without a dataset whose last snapshot is gone. Loss prevented: Backrest's page would no longer list the snapshots of
 * a removed container. A request survives a restart. It ends when the plan is gone or its dataset exists again. Safe
 * for use by several threads.
 *
 * @param restorable whether a dataset has a verified snapshot
 */
record ReleasedPlans(BackrestStore store, Predicate<String> restorable) {

    /** Returns the plans that an admin asked to remove and that Backrest still has. */
    synchronized SortedSet<String> byAdmin() {
        return store.released();
    }

    /**
     * Handles an admin's request to remove a plan. May be called again for the same plan.
     *
     * @param datasets the ids of all datasets that exist now
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
     * Returns the plans that the next pass may remove. Requests for plans whose dataset exists again end.
     *
     * @param datasets the ids of all datasets that exist now
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

    /** Ends the requests for plans that the pass removed. */
    synchronized void passed(ReconcileOutcome outcome) {
        if (outcome.complete()) {
            SortedSet<String> released = byAdmin();
            if (released.retainAll(outcome.orphans())) {
                store.released(released);
            }
        }
    }
}
