package io.slackwater.run;

import io.slackwater.freeze.ForeignPause;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.trust.RunFailure;
import java.util.EnumSet;
import java.util.Set;

/** Whether a retry can succeed after a run that did not. */
public enum RetryOutlook {
    /** The cause can pass by itself, or somebody outside can mend it. */
    TRANSIENT,
    /** A retry ends the same until something changes. */
    PERMANENT,
    /** A person cancelled the run: no retry is wanted. */
    CANCELLED;

    /** No attempt of the same run helps against these. A later run can: a disk is freed, a mount returns. */
    private static final Set<Failure> MENDED_OUTSIDE =
            EnumSet.of(Failure.NO_REPOSITORY, Failure.DISK_FULL, Failure.SCRATCH_FULL, Failure.READ_ONLY);

    static RetryOutlook of(RunFailure failure) {
        if (failure.getCause() instanceof RepositoryException e) {
            if (e.failure() == Failure.CANCELLED) {
                return CANCELLED;
            }
            if (MENDED_OUTSIDE.contains(e.failure())) {
                return TRANSIENT;
            }
        }
        if (failure.getCause() instanceof ForeignPause) {
            return TRANSIENT;
        }
        return failure.canPass() ? TRANSIENT : PERMANENT;
    }

    /** The outlook after a run that ended without success; {@link #PERMANENT} when none was recorded. */
    public static RetryOutlook of(Journal journal, RunRecord run) {
        if (run.state() == RunState.CANCELLED) {
            return CANCELLED;
        }
        return journal.note("failed:" + run.dataset())
                .filter(note -> note.startsWith(run.id() + " "))
                .map(note -> note.substring(run.id().length() + 1))
                .flatMap(word -> EnumSet.allOf(RetryOutlook.class).stream()
                        .filter(one -> one.name().equals(word))
                        .findFirst())
                .orElse(PERMANENT);
    }

    void note(Journal journal, RunRecord run) {
        journal.note("failed:" + run.dataset(), run.id() + " " + name());
    }
}
