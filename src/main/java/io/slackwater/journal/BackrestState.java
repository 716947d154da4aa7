package io.slackwater.journal;

import java.util.Optional;

/**
 * What Slackwater knows about its Backrest.
 *
 * @param failure the reason for which the last pass failed; empty when it did not
 * @param log up to where Backrest's log was looked through
 * @param missed backups that failed in Backrest before Backrest called Slackwater
 */
public record BackrestState(Optional<String> failure, Optional<LogPosition> log, Optional<MissedBackups> missed) {

    /**
     * A position in Backrest's log.
     *
     * @param modno of the configuration at that moment; -1 when an operation was still to be settled
     * @param newest all operations up to this one are settled
     */
    public record LogPosition(long modno, long newest) {}

    /** Why Backrest did not call. A lasting cause comes before a cause that may pass. */
    public enum MissedCause {
        /** curl cannot read the token's file, or Slackwater answered that the token is wrong. */
        TOKEN,
        /** Backrest runs by another configuration than the one it shows. */
        NOT_APPLIED,
        /** Slackwater refused a call. */
        REFUSED,
        /** Backrest cannot write to its own disk. */
        DISK,
        UNKNOWN
    }

    /**
     * Backups in a row that failed before Backrest called Slackwater.
     *
     * @param said Backrest's words about the first one
     */
    public record MissedBackups(int times, MissedCause cause, String dataset, String said) {}

    public BackrestState withFailure(Optional<String> reason) {
        return new BackrestState(reason, log, missed);
    }

    public BackrestState withLog(LogPosition position) {
        return new BackrestState(failure, Optional.of(position), missed);
    }

    public BackrestState withMissed(Optional<MissedBackups> backups) {
        return new BackrestState(failure, log, backups);
    }
}
