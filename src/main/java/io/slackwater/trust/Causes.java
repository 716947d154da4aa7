package io.slackwater.trust;

import io.slackwater.journal.EndCause;
import io.slackwater.repository.Failure;
import java.util.EnumSet;
import java.util.Set;

/** What a failure of restic or a repository says of a run's end. */
public final class Causes {

    /** Nothing of the dump is to blame when it ends with one of these. */
    public static final Set<Failure> NO_ROOM = EnumSet.of(Failure.DISK_FULL, Failure.READ_ONLY, Failure.SCRATCH_FULL);

    private Causes() {}

    public static EndCause of(Failure failure) {
        return switch (failure) {
            // What restic says in words that nobody knows is of its repository: those of a source are known.
            case NO_REPOSITORY,
                    OTHER_REPOSITORY,
                    WRONG_KEY,
                    KEY_MISSING,
                    LOCKED,
                    DISK_FULL,
                    READ_ONLY,
                    DAMAGED,
                    NETWORK,
                    OTHER -> EndCause.REPOSITORY;
            case INCOMPLETE, EMPTY, SOURCE -> EndCause.SOURCE;
            case NOT_BEGUN, ELSEWHERE, SCRATCH_FULL, IDLE, KILLED -> EndCause.ENGINE;
            case CANCELLED -> EndCause.CANCELLED;
        };
    }

    /** Of a dump that failed while it was stored: a repository in trouble ends it, too. */
    public static EndCause ofDump(Failure failure) {
        return of(failure) == EndCause.REPOSITORY || NO_ROOM.contains(failure) ? of(failure) : EndCause.SOURCE;
    }
}
