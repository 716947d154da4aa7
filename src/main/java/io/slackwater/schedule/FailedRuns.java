package io.slackwater.schedule;

import io.slackwater.journal.AfterFailure;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.ScheduleStore;
import java.util.Optional;

/**
 * Remembers for each dataset whose newest run failed how things were right after, and whether what the run failed for may be gone
 * since. Kept over a restart.
 */
final class FailedRuns {

    private final ScheduleStore memory;

    FailedRuns(ScheduleStore memory) {
        this.memory = memory;
    }

    /**
     * Whether the circumstances of the dataset changed since the run failed: the policy, the container or the key is another one, or
     * the container or repository has recovered.
     */
    boolean changed(RunRecord failed, RetryOutlook end, Circumstances now) {
        Optional<AfterFailure> before = memory.afterFailure(failed.dataset())
                .filter(noted -> noted.run().equals(failed.id()));
        boolean changed = startedSince(failed, end, now)
                || before.filter(noted -> noted.changed()
                                || !noted.made().equals(now.made())
                                || (end == RetryOutlook.TRANSIENT
                                        && now.good()
                                        && !noted.state().equals(now.state())))
                        .isPresent();
        memory.afterFailure(failed.dataset(), new AfterFailure(failed.id(), changed, now.made(), now.state()));
        // A run that Slackwater interrupted needs no change.
        return (changed || failed.cause() == EndCause.INTERRUPTED) && now.reachable();
    }

    /**
     * Whether the container was started anew after the run: too quickly perhaps to be seen away. That mends what can pass, and what was
     * wrong in the container; nothing of a freeze that lasted too long. The next run ends after this start, so each counts once.
     */
    private static boolean startedSince(RunRecord failed, RetryOutlook end, Circumstances now) {
        return (end == RetryOutlook.TRANSIENT || end == RetryOutlook.PERMANENT && failed.cause() == EndCause.SOURCE)
                && failed.ended().filter(now.started()::isAfter).isPresent();
    }
}
