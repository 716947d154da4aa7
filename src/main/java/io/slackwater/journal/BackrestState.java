package io.slackwater.journal;

import java.util.Optional;

/**
 * The state of Backrest.
 *
 * @param log the position up to which Backrest's operations were read
 * @param missed backups that failed in Backrest before Backrest called Slackwater
 */
public record BackrestState(Optional<LogPosition> log, Optional<MissedBackups> missed) {

    /**
     * A position in Backrest's log.
     *
     * @param modno of the configuration at that moment; -1 when an operation was still to be settled
     * @param newest all operations up to this one are settled
     */
    public record LogPosition(long modno, long newest) {}

    /**
     * Backups in a row that failed before Backrest called Slackwater.
     *
     * @param said Backrest's words about the last one
     */
    public record MissedBackups(int times, String dataset, String said) {}

    public BackrestState withLog(LogPosition position) {
        return new BackrestState(Optional.of(position), missed);
    }

    public BackrestState withMissed(Optional<MissedBackups> backups) {
        return new BackrestState(log, backups);
    }
}
