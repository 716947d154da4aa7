package io.slackwater.trust;

import io.slackwater.journal.EndCause;
import org.jspecify.annotations.Nullable;

/** The failure of an attempt that produced no verified snapshot. */
public abstract sealed class RunFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final EndCause endCause;
    private final boolean canPass;

    private RunFailure(@Nullable String message, boolean canPass, EndCause endCause, @Nullable Throwable cause) {
        super(message, cause);
        this.canPass = canPass;
        this.endCause = endCause;
    }

    /** Whether an immediate retry can succeed without a person's help. */
    public boolean canPass() {
        return canPass;
    }

    /** The cause. */
    public EndCause endCause() {
        return endCause;
    }

    /** No usable snapshot was stored. */
    public static final class Failed extends RunFailure {
        private static final long serialVersionUID = 1L;

        /** @param canPass whether a retry can succeed without a person's help */
        public Failed(@Nullable String message, boolean canPass, EndCause endCause) {
            super(message, canPass, endCause, null);
        }

        public Failed(@Nullable String message, boolean canPass, EndCause endCause, Throwable cause) {
            super(message, canPass, endCause, cause);
        }
    }

    /** A snapshot was stored, but its verification did not end. */
    public static final class Unverified extends RunFailure {
        private static final long serialVersionUID = 1L;

        /** @param canPass whether a retry may be verified without a person's help */
        public Unverified(@Nullable String message, boolean canPass, EndCause endCause) {
            super(message, canPass, endCause, null);
        }

        public Unverified(@Nullable String message, boolean canPass, EndCause endCause, Throwable cause) {
            super(message, canPass, endCause, cause);
        }
    }
}
