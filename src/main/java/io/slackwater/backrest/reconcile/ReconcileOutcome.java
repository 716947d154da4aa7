package io.slackwater.backrest.reconcile;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** How one comparison with Backrest's configuration (a pass) ended. */
public sealed interface ReconcileOutcome {

    /** Returns the problems that were found. */
    List<Conflict> conflicts();

    /** Returns when Backrest became busy, unreachable or blocked; null in other states. */
    default @Nullable Instant since() {
        return null;
    }

    /** Returns Slackwater's plans in Backrest whose dataset no longer exists; empty when Backrest did not answer. */
    default SortedSet<String> orphans() {
        return Collections.emptySortedSet();
    }

    /** Whether Backrest's configuration is as it should be, except for the reported problems. */
    default boolean complete() {
        return this instanceof InSync || this instanceof Written;
    }

    /** Nothing had to be written, except for the reported problems. */
    record InSync(List<Conflict> conflicts, SortedSet<String> orphans) implements ReconcileOutcome {}

    /**
     * Slackwater wrote the configuration.
     *
     * @param submittedAgain plans whose queued backup was dropped by a write and queued again
     */
    record Written(
            List<Change> changes, List<String> submittedAgain, List<Conflict> conflicts, SortedSet<String> orphans)
            implements ReconcileOutcome {}

    /**
     * A write waits until Backrest is idle, because it would empty Backrest's queue.
     *
     * @param since when the wait began
     * @param with the operation that Backrest executes
     * @param done the changes that were written before
     */
    record Busy(Instant since, String with, List<Change> done, List<Conflict> conflicts, SortedSet<String> orphans)
            implements ReconcileOutcome {}

    /**
     * Backrest did not answer, or answered with an error that may pass.
     *
     * @param since when the current series of failures began
     */
    record Unreachable(Instant since, List<Conflict> conflicts) implements ReconcileOutcome {}

    /** A person must act first, because Backrest belongs to another instance, is too old, or refuses the password. */
    record Blocked(Instant since, List<Conflict> conflicts) implements ReconcileOutcome {}
}
