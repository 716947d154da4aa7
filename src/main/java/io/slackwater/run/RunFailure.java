package io.slackwater.run;

import org.jspecify.annotations.Nullable;

/** Why an attempt ended without a verified snapshot. */
abstract sealed class RunFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private RunFailure(@Nullable String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether another attempt soon after can succeed without anybody's help. */
    abstract boolean canPass();

    /** Nothing usable was stored, or what was stored is wrong. */
    static final class Failed extends RunFailure {
        private static final long serialVersionUID = 1L;
        private final boolean canPass;

        /** @param canPass whether another attempt can succeed without anybody's help */
        Failed(@Nullable String message, boolean canPass, Throwable cause) {
            super(message, cause);
            this.canPass = canPass;
        }

        @Override
        boolean canPass() {
            return canPass;
        }
    }

    /** A snapshot was stored, but nobody could say whether it is whole. */
    static final class Unverified extends RunFailure {
        private static final long serialVersionUID = 1L;
        private final boolean canPass;

        /** @param canPass whether another attempt may be verified without anybody's help */
        Unverified(@Nullable String message, boolean canPass, Throwable cause) {
            super(message, cause);
            this.canPass = canPass;
        }

        @Override
        boolean canPass() {
            return canPass;
        }
    }
}
