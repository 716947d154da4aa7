package io.slackwater.backrest.reconcile;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

/** How one pass over Backrest's configuration ended. */
public sealed interface ReconcileOutcome {

    /** Everything a person has to look at; empty when all is well. */
    List<Conflict> conflicts();

    /** Slackwater's plans in Backrest whose dataset is gone; empty when Backrest did not tell. */
    default SortedSet<String> orphans() {
        return Collections.emptySortedSet();
    }

    /** Nothing was written: Backrest has all it should have, apart from the conflicts. */
    record InSync(List<Conflict> conflicts, SortedSet<String> orphans) implements ReconcileOutcome {}

    /**
     * Something was written.
     *
     * @param submittedAgain plans whose queued backup the write threw away, and which were queued again
     */
    record Written(
            List<Change> changes, List<String> submittedAgain, List<Conflict> conflicts, SortedSet<String> orphans)
            implements ReconcileOutcome {}

    /**
     * Something differs, but a write would empty the queue of a Backrest that is at work.
     *
     * @param since when it was first found at work with something to write
     * @param with what it does
     * @param done what was written before it began
     */
    record Busy(Instant since, String with, List<Change> done, List<Conflict> conflicts, SortedSet<String> orphans)
            implements ReconcileOutcome {}

    /**
     * It did not answer, or not well; it is asked again by itself.
     *
     * @param since of the first failure in a row
     */
    record Unreachable(Instant since, Instant nextTry, List<Conflict> conflicts) implements ReconcileOutcome {}

    /** Nothing is written until somebody changes something: another instance's Backrest, one too old, a wrong password. */
    record Blocked(Instant since, Instant nextTry, List<Conflict> conflicts) implements ReconcileOutcome {}
}
