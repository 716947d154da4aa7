package io.slackwater.trust;

import io.slackwater.journal.EndCause;
import org.jspecify.annotations.Nullable;

/** Why an attempt ended without a verified snapshot. */
public abstract sealed class RunFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final EndCause endCause;
    private final boolean canPass;

    private RunFailure(@Nullable String message, boolean canPass, EndCause endCause, Throwable cause) {
        super(message, cause);
        this.canPass = canPass;
        this.endCause = endCause;
    }

    /** Whether another attempt soon after can succeed without anybody's help. */
    public boolean canPass() {
        return canPass;
    }

    /** What it is due to. */
    public EndCause endCause() {
        return endCause;
    }

    /** Nothing usable was stored, or what was stored is wrong. */
    public static final class Failed extends RunFailure {
        private static final long serialVersionUID = 1L;

        /** @param canPass whether another attempt can succeed without anybody's help */
        public Failed(@Nullable String message, boolean canPass, EndCause endCause, Throwable cause) {
            super(message, canPass, endCause, cause);
        }
    }

    /** A snapshot was stored, but nobody could say whether it is whole. */
    public static final class Unverified extends RunFailure {
        private static final long serialVersionUID = 1L;

        /** @param canPass whether another attempt may be verified without anybody's help */
        public Unverified(@Nullable String message, boolean canPass, EndCause endCause, Throwable cause) {
            super(message, canPass, endCause, cause);
        }
    }
}
