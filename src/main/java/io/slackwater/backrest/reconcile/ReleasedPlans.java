package io.slackwater.backrest.reconcile;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The orphaned plans that the next pass may remove: plans with nothing left to restore, and plans that an admin released. A release
 * survives a restart and ends when the plan is gone or its dataset is back. Safe for use by several threads.
 */
final class ReleasedPlans {

    private static final String NOTE = "released-plans";

    private final ProvisioningMemory memory;
    private final Predicate<String> restorable;
    private Set<String> going = Set.of();

    /** @param restorable whether a dataset has a verified snapshot */
    ReleasedPlans(ProvisioningMemory memory, Predicate<String> restorable) {
        this.memory = memory;
        this.restorable = restorable;
    }

    /** Plans that an admin released and that Backrest still has. */
    synchronized SortedSet<String> byAdmin() {
        return memory.note(NOTE).stream()
                .flatMap(ids -> List.of(ids.split(" ")).stream())
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
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
        if (released.contains(plan) || going.contains(plan)) {
            return PlanRelease.ACCEPTED;
        }
        return switch (last.orElse(null)) {
            case null -> PlanRelease.NOT_LOOKED_YET;
            case ReconcileOutcome.Unreachable away -> PlanRelease.UNREACHABLE;
            case ReconcileOutcome.Blocked blocked -> PlanRelease.BLOCKED;
            case ReconcileOutcome outcome when !outcome.orphans().contains(plan) -> PlanRelease.UNKNOWN;
            case ReconcileOutcome outcome -> {
                released.add(plan);
                remember(released);
                yield PlanRelease.ACCEPTED;
            }
        };
    }

    /**
     * The plans that the next pass may remove.
     *
     * @param datasets that exist now: their releases end
     * @param last how the last pass ended
     */
    synchronized Set<String> removable(Set<String> datasets, Optional<ReconcileOutcome> last) {
        Set<String> may = new TreeSet<>(going);
        last.map(ReconcileOutcome::orphans).ifPresent(may::addAll);
        may.removeIf(restorable);
        SortedSet<String> released = byAdmin();
        if (released.removeAll(datasets)) {
            remember(released);
        }
        may.addAll(released);
        going = Set.copyOf(may);
        return going;
    }

    /** Ends the releases of plans that the pass removed. A pass that could not write removed nothing. */
    synchronized void passed(ReconcileOutcome outcome) {
        if (outcome instanceof ReconcileOutcome.InSync || outcome instanceof ReconcileOutcome.Written) {
            going = Set.of();
            SortedSet<String> released = byAdmin();
            if (released.retainAll(outcome.orphans())) {
                remember(released);
            }
        }
    }

    private void remember(Collection<String> released) {
        memory.note(NOTE, String.join(" ", released));
    }
}
