package io.slackwater.backrest.reconcile;

import io.slackwater.journal.BackrestStore;
import io.slackwater.journal.BackrestStore.Owned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a dataset's first backup waits until Backrest has a plan for it. Loss prevented: each new dataset's
 * container would be paused twice. Backrest repeats a first backup that Slackwater's own restic made. Backrest's
 * dashboard counts only backups that Backrest made ({@code GetSummaryDashboard}). Safe for use by several threads.
 */
final class AwaitedPlans {

    /** The longest wait. Then Slackwater's own restic makes the backup. */
    static final Duration LONGEST = Duration.ofMinutes(1);

    private final Clock clock;
    private final BackrestStore store;
    private final Map<String, Instant> waitingSince = new HashMap<>();

    AwaitedPlans(Clock clock, BackrestStore store) {
        this.clock = clock;
        this.store = store;
    }

    /**
     * Whether the first backup of a dataset waits now.
     *
     * @param last how the last comparison with Backrest's configuration ended; empty before the first
     */
    synchronized boolean awaits(String dataset, Optional<ReconcileOutcome> last) {
        if (store.prints(Owned.PLAN).containsKey(dataset)
                || last.filter(AwaitedPlans::delayed).isPresent()) {
            return false;
        }
        Instant now = clock.instant();
        Instant since = waitingSince.computeIfAbsent(dataset, id -> now);
        return now.isBefore(since.plus(LONGEST));
    }

    /**
     * Whether the plan may take long to appear. If Backrest is busy because Slackwater is adding its repositories, the
     * plan follows at once. If it is busy otherwise, that may take hours.
     */
    private static boolean delayed(ReconcileOutcome outcome) {
        return outcome instanceof ReconcileOutcome.Busy busy ? busy.done().isEmpty() : !outcome.complete();
    }
}
