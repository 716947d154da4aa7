package io.slackwater.trust;

import io.slackwater.journal.EndCause;
import io.slackwater.repository.Failure;
import java.util.EnumSet;
import java.util.Set;

/** The cause of a run's end, by the failure of restic or the repository. */
public final class Causes {

    /** Failures of a disk, which are never the dump's fault. */
    public static final Set<Failure> NO_ROOM = EnumSet.of(Failure.DISK_FULL, Failure.READ_ONLY, Failure.SCRATCH_FULL);

    private Causes() {}

    public static EndCause of(Failure failure) {
        return switch (failure) {
            // An unknown message of restic concerns its repository, because the messages about sources are known.
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
            case NOT_BEGUN, ELSEWHERE, FREEZE_ENDED, UNRESPONSIVE, SCRATCH_FULL, IDLE, KILLED -> EndCause.ENGINE;
            case CANCELLED -> EndCause.CANCELLED;
        };
    }

    /** The cause of a dump that failed while restic stored it: the repository can be the reason too. */
    public static EndCause ofDump(Failure failure) {
        return of(failure) == EndCause.REPOSITORY || NO_ROOM.contains(failure) ? of(failure) : EndCause.SOURCE;
    }
}
