package io.slackwater.app;

import io.slackwater.api.Problem;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import io.slackwater.journal.Journal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which of our plans in Backrest may go, of those whose dataset is not there any more: what has nothing left to restore, and what an
 * admin released. His word is kept in the journal until the plan is gone, or its dataset is back. Safe for several threads.
 */
public final class ReleasedPlans {

    private static final String NOTE = "backrest:released-plans";
    private static final int RETRY_SECONDS = 5;

    private final Journal journal;
    private Set<String> going = Set.of();

    ReleasedPlans(Journal journal) {
        this.journal = journal;
    }

    /** Plans that an admin released and that are still to be removed. */
    public synchronized SortedSet<String> byAdmin() {
        return journal.note(NOTE).stream()
                .flatMap(ids -> List.of(ids.split(" ")).stream())
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * An admin wants the plan removed; saying it twice is no error.
     *
     * @param datasets that there are now
     * @param last how the last pass over Backrest ended
     * @throws Problem its dataset is there, there is no such plan, or nobody knows at the moment
     */
    public synchronized void release(String plan, Set<String> datasets, Optional<ReconcileOutcome> last) {
        if (datasets.contains(plan)) {
            throw new Problem(
                    409,
                    "Plan is in use",
                    "plan " + plan
                            + " is that of a dataset that is there: only a plan without one can be removed. Take the"
                            + " label slackwater.enable off the container, or remove the container, first");
        }
        SortedSet<String> released = byAdmin();
        if (released.contains(plan) || going.contains(plan)) {
            return;
        }
        if (!known(last).contains(plan)) {
            throw Problem.notFound("Slackwater has no plan " + plan
                    + " without a dataset in Backrest; GET /api/v1/backrest lists those it has as orphans. A plan of your own"
                    + " is removed on Backrest's page");
        }
        released.add(plan);
        remember(released);
    }

    private static SortedSet<String> known(Optional<ReconcileOutcome> last) {
        ReconcileOutcome outcome = last.orElseThrow(
                () -> Problem.notYet("Backrest was not looked at yet; ask again in some seconds", RETRY_SECONDS));
        return switch (outcome) {
            case ReconcileOutcome.Unreachable away ->
                throw Problem.unavailable(
                        "Backrest does not answer, so its plans are not known now; GET /api/v1/backrest says why");
            case ReconcileOutcome.Blocked blocked ->
                throw Problem.unavailable(
                        "Backrest's plans cannot be changed now; GET /api/v1/backrest says why and what to do");
            default -> outcome.orphans();
        };
    }

    /**
     * What the next pass may remove. Plans without a dataset are kept as long as there is something of theirs to restore.
     *
     * @param datasets that there are now: whose is back is forgotten here
     * @param last how the last pass ended
     */
    synchronized Set<String> mayGo(Set<String> datasets, Optional<ReconcileOutcome> last) {
        Set<String> may = new TreeSet<>(going);
        last.map(ReconcileOutcome::orphans).ifPresent(may::addAll);
        may.removeIf(orphan -> !journal.verdicts().of(orphan).isEmpty());
        SortedSet<String> released = byAdmin();
        if (released.removeAll(datasets)) {
            remember(released);
        }
        may.addAll(released);
        going = Set.copyOf(may);
        return going;
    }

    /** How the pass ended that was given {@link #mayGo}. */
    synchronized void passed(ReconcileOutcome outcome) {
        boolean removed = outcome instanceof ReconcileOutcome.InSync || outcome instanceof ReconcileOutcome.Written;
        if (!removed) {
            // Still to be done; what waits for its removal is no orphan in a pass that could not write.
            return;
        }
        going = Set.of();
        SortedSet<String> released = byAdmin();
        if (released.retainAll(outcome.orphans())) {
            remember(released);
        }
    }

    private void remember(Collection<String> released) {
        journal.note(NOTE, String.join(" ", released));
    }
}
