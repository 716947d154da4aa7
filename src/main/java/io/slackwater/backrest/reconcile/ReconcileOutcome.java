package io.slackwater.backrest.reconcile;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

/** The end of one pass over Backrest's configuration. */
public sealed interface ReconcileOutcome {

    /** The conflicts that were found. */
    List<Conflict> conflicts();

    /** Slackwater's plans in Backrest without a dataset; empty when Backrest did not answer. */
    default SortedSet<String> orphans() {
        return Collections.emptySortedSet();
    }

    /** Whether Backrest's configuration is as it should be, apart from the conflicts. */
    default boolean complete() {
        return this instanceof InSync || this instanceof Written;
    }

    /** Nothing had to be written, apart from the conflicts. */
    record InSync(List<Conflict> conflicts, SortedSet<String> orphans) implements ReconcileOutcome {}

    /**
     * Something was written.
     *
     * @param submittedAgain plans whose backup was queued again after a write dropped it
     */
    record Written(
            List<Change> changes, List<String> submittedAgain, List<Conflict> conflicts, SortedSet<String> orphans)
            implements ReconcileOutcome {}

    /**
     * A write waits until Backrest is idle, because it would empty Backrest's queue.
     *
     * @param since the begin of the wait
     * @param with the operation that Backrest works on
     * @param done the changes written before
     */
    record Busy(Instant since, String with, List<Change> done, List<Conflict> conflicts, SortedSet<String> orphans)
            implements ReconcileOutcome {}

    /**
     * Backrest did not answer, or with an error that can pass.
     *
     * @param since of the first failure in a row
     */
    record Unreachable(Instant since, List<Conflict> conflicts) implements ReconcileOutcome {}

    /** A person must act first: Backrest belongs to another instance, is too old, or refuses the password. */
    record Blocked(Instant since, List<Conflict> conflicts) implements ReconcileOutcome {}
}
