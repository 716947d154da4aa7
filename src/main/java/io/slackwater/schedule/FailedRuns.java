package io.slackwater.schedule;

import io.slackwater.journal.AfterFailure;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.ScheduleStore;
import java.util.Optional;

/**
 * Stores the circumstances after each dataset's last failed run, and whether they have changed since. The journal keeps them across a
 * restart.
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
     * Whether the container was restarted after the run. This may solve transient failures and failures of the container's data, but no
     * freeze that took too long. The next run ends after this start, so each restart counts once.
     */
    private static boolean startedSince(RunRecord failed, RetryOutlook end, Circumstances now) {
        return (end == RetryOutlook.TRANSIENT || end == RetryOutlook.PERMANENT && failed.cause() == EndCause.SOURCE)
                && failed.ended().filter(now.started()::isAfter).isPresent();
    }
}
