package io.slackwater.run;

import io.slackwater.freeze.ForeignPause;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.trust.DatasetNotes;
import io.slackwater.trust.RunFailure;
import java.util.EnumSet;
import java.util.Set;

/** What is to be expected of another run of a dataset, after one that did not succeed. */
public enum Prospect {
    /** What kept it from succeeding can pass by itself, or be gone later because somebody outside mended it. */
    MAY_PASS,
    /** Another would end the same until something is changed. */
    SAME,
    /** A person ended it: another one is not wanted. */
    UNWANTED;

    /** Repeating at once does not help against these, but a disk is freed, and what was unmounted is mounted again. */
    private static final Set<Failure> MENDED_OUTSIDE =
            EnumSet.of(Failure.NO_REPOSITORY, Failure.DISK_FULL, Failure.SCRATCH_FULL, Failure.READ_ONLY);

    static Prospect of(RunFailure failure) {
        if (failure.getCause() instanceof RepositoryException e) {
            if (e.failure() == Failure.CANCELLED) {
                return UNWANTED;
            }
            if (MENDED_OUTSIDE.contains(e.failure())) {
                return MAY_PASS;
            }
        }
        if (failure.getCause() instanceof ForeignPause) {
            return MAY_PASS;
        }
        return failure.canPass() ? MAY_PASS : SAME;
    }

    /** Of a run that ended without success. One of which nothing is known would end the same. */
    public static Prospect of(Journal journal, RunRecord run) {
        if (run.state() == RunState.CANCELLED) {
            return UNWANTED;
        }
        return journal.note(DatasetNotes.failed(run.dataset()))
                .filter(note -> note.startsWith(run.id() + " "))
                .map(note -> note.substring(run.id().length() + 1))
                .flatMap(word -> EnumSet.allOf(Prospect.class).stream()
                        .filter(one -> one.name().equals(word))
                        .findFirst())
                .orElse(SAME);
    }

    void note(Journal journal, RunRecord run) {
        journal.note(DatasetNotes.failed(run.dataset()), run.id() + " " + name());
    }
}
