package io.slackwater.trust;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import org.jspecify.annotations.Nullable;

/**
 * The failure of an attempt: it made no verified snapshot. It has a cause, and says whether a retry may succeed; both
 * follow from the {@link Failure} of restic or the repository.
 */
public abstract sealed class RunFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final EndCause endCause;
    private final boolean canPass;
    private final RetryOutlook outlook;

    private RunFailure(
            @Nullable String message,
            boolean canPass,
            RetryOutlook outlook,
            EndCause endCause,
            @Nullable Throwable cause) {
        super(message, cause);
        this.canPass = canPass;
        this.outlook = outlook;
        this.endCause = endCause;
    }

    /** Whether an immediate retry can succeed without a person's help. */
    public boolean canPass() {
        return canPass;
    }

    /** Whether a later run can succeed. */
    public RetryOutlook outlook() {
        return outlook;
    }

    public EndCause endCause() {
        return endCause;
    }

    private static RetryOutlook outlookOf(boolean canPass) {
        return canPass ? RetryOutlook.TRANSIENT : RetryOutlook.PERMANENT;
    }

    private static RetryOutlook outlookOf(Failure failure) {
        return switch (failure) {
            // An immediate retry fails too. A later run can succeed: a disk has room again, a mount returns.
            case NO_REPOSITORY, DISK_FULL, SCRATCH_FULL, READ_ONLY -> RetryOutlook.TRANSIENT;
            case CANCELLED -> RetryOutlook.CANCELLED;
            default -> outlookOf(failure.canPass());
        };
    }

    private static EndCause endCauseOf(Failure failure) {
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
            case NOT_BEGUN, ELSEWHERE, FREEZE_ENDED, SCRATCH_FULL, IDLE, KILLED -> EndCause.ENGINE;
            case CANCELLED -> EndCause.CANCELLED;
        };
    }

    /** The attempt stored no usable snapshot. */
    public static final class Failed extends RunFailure {
        private static final long serialVersionUID = 1L;

        /** @param canPass whether an immediate retry can succeed without a person's help */
        public Failed(@Nullable String message, boolean canPass, EndCause endCause) {
            this(message, canPass, endCause, null);
        }

        public Failed(@Nullable String message, boolean canPass, EndCause endCause, @Nullable Throwable cause) {
            super(message, canPass, outlookOf(canPass), endCause, cause);
        }

        private Failed(@Nullable String message, RepositoryException e, EndCause endCause) {
            super(message, e.failure().canPass(), outlookOf(e.failure()), endCause, e);
        }

        public static Failed of(RepositoryException e) {
            return of(String.valueOf(e.getMessage()), e);
        }

        public static Failed of(String message, RepositoryException e) {
            return new Failed(message, e, endCauseOf(e.failure()));
        }
    }

    /** The attempt stored a snapshot, but could not complete its verification. */
    public static final class Unverified extends RunFailure {
        private static final long serialVersionUID = 1L;

        /** @param canPass whether an immediate retry can succeed without a person's help */
        public Unverified(@Nullable String message, boolean canPass, EndCause endCause) {
            super(message, canPass, outlookOf(canPass), endCause, null);
        }

        public Unverified(@Nullable String message, EndCause endCause, Throwable cause) {
            super(message, true, RetryOutlook.TRANSIENT, endCause, cause);
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
                        "stored, but cannot be read back: " + e.getMessage(),
                        e.failure() == Failure.INCOMPLETE,
                        EndCause.REPOSITORY,
                        e);
            default ->
                new Unverified("stored, but could not be verified: " + e.getMessage(), endCauseOf(e.failure()), e);
        };
    }
}
