package io.slackwater.trust;

import io.slackwater.journal.EndCause;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import org.jspecify.annotations.Nullable;

/**
 * The failure of an attempt that made no verified snapshot. The {@link Failure} of restic or the repository decides
 * its cause. The cause decides whether a retry may succeed.
 */
public abstract sealed class RunFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final EndCause endCause;

    private RunFailure(@Nullable String message, EndCause endCause, @Nullable Throwable cause) {
        super(message, cause);
        this.endCause = endCause;
    }

    public EndCause endCause() {
        return endCause;
    }

    static EndCause endCauseOf(Failure failure) {
        return switch (failure) {
            // An unknown message of restic concerns its repository, because the messages about sources are known.
            case LOCKED, NETWORK, OTHER -> EndCause.REPOSITORY;
            // An immediate retry fails too. A later run can succeed: a disk has room again, a mount returns.
            case NO_REPOSITORY, DISK_FULL, READ_ONLY -> EndCause.REPOSITORY_UNAVAILABLE;
            case OTHER_REPOSITORY, WRONG_KEY, KEY_MISSING, DAMAGED -> EndCause.REPOSITORY_INVALID;
            case INCOMPLETE, SOURCE, GROWING -> EndCause.SOURCE;
            case NOT_BEGUN, ELSEWHERE, FREEZE_ENDED, IDLE, KILLED -> EndCause.ENGINE;
            case SCRATCH_FULL -> EndCause.SCRATCH_FULL;
            case CANCELLED -> EndCause.CANCELLED;
        };
    }

    /** The attempt stored no usable snapshot. */
    public static final class Failed extends RunFailure {
        private static final long serialVersionUID = 1L;

        public Failed(@Nullable String message, EndCause endCause) {
            super(message, endCause, null);
        }

        public Failed(@Nullable String message, EndCause endCause, Throwable cause) {
            super(message, endCause, cause);
        }

        public static Failed of(RepositoryException e) {
            return of(String.valueOf(e.getMessage()), e);
        }

        public static Failed of(String message, RepositoryException e) {
            return new Failed(message, endCauseOf(e.failure()), e);
        }
    }

    /** The attempt stored a snapshot, but could not complete its verification. */
    public static final class Unverified extends RunFailure {
        private static final long serialVersionUID = 1L;

        public Unverified(@Nullable String message, EndCause endCause) {
            super(message, endCause, null);
        }

        public Unverified(@Nullable String message, EndCause endCause, Throwable cause) {
            super(message, endCause, cause);
        }
    }

    /**
     * Translates an error while the snapshot was read back. Damage is not retried: a new attempt would pause the
     * container again and find the same damage.
     */
    public static RunFailure verifying(RepositoryException e) {
        return switch (e.failure()) {
            case DAMAGED, INCOMPLETE ->
                new Failed(
                        "the snapshot was stored, but cannot be read back: " + e.getMessage(),
                        e.failure() == Failure.DAMAGED ? EndCause.REPOSITORY_INVALID : EndCause.REPOSITORY,
                        e);
            default ->
                new Unverified(
                        "the snapshot was stored, but could not be verified: " + e.getMessage(),
                        endCauseOf(e.failure()),
                        e);
        };
    }
}
