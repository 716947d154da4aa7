package io.slackwater.api;

import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import io.slackwater.backrest.reconcile.Revert;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** What the API shows and changes of the Backrest that is configured. Safe for use by several threads. */
public interface BackrestLink {

    /** How the last pass over Backrest's configuration ended; empty before the first. */
    Optional<ReconcileOutcome> last();

    /** Everything that keeps Backrest from its work. */
    List<Conflict> conflicts();

    /** The last edits in Backrest that were reverted, newest first. */
    List<Revert> reverts();

    /** Plans that an admin released and that are still to be removed. */
    SortedSet<String> released();

    /**
     * Has a plan without a dataset removed as soon as Backrest is idle; idempotent.
     *
     * @param datasets the ids of all datasets that there are now
     * @throws Problem the plan's dataset is there, there is no such plan, or Backrest's plans are not known now
     */
    void release(String plan, Set<String> datasets);
}
