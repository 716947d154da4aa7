package io.slackwater.run;

import io.slackwater.freeze.ForeignPause;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.trust.RunFailure;
import java.util.EnumSet;
import java.util.Set;

/** Whether a retry can succeed after a failure. Pure. */
final class FailureOutlook {

    /** Another attempt of the same run does not help against these. A later run can: a disk is freed, a mount returns. */
    private static final Set<Failure> MENDED_OUTSIDE =
            EnumSet.of(Failure.NO_REPOSITORY, Failure.DISK_FULL, Failure.SCRATCH_FULL, Failure.READ_ONLY);

    private FailureOutlook() {}

    static RetryOutlook of(RunFailure failure) {
        if (failure.getCause() instanceof RepositoryException e) {
            if (e.failure() == Failure.CANCELLED) {
                return RetryOutlook.CANCELLED;
            }
            if (MENDED_OUTSIDE.contains(e.failure())) {
                return RetryOutlook.TRANSIENT;
            }
        }
        if (failure.getCause() instanceof ForeignPause) {
            return RetryOutlook.TRANSIENT;
        }
        return failure.canPass() ? RetryOutlook.TRANSIENT : RetryOutlook.PERMANENT;
    }
}
