package io.slackwater.journal;

import java.util.Optional;

/**
 * What Slackwater remembers about Backrest.
 *
 * @param log how far Slackwater has read the list of Backrest's operations
 * @param missed the backups that failed in Backrest before Backrest called Slackwater; empty after a success
 */
public record BackrestState(Optional<LogPosition> log, Optional<MissedBackups> missed) {

    /**
     * A position in the list of Backrest's operations.
     *
     * @param modno the version number of Backrest's configuration at that time; -1 when an operation was not processed
     *     yet
     * @param newest the id of the newest operation for which it and all older operations were processed
     */
    public record LogPosition(long modno, long newest) {}

    /**
     * Consecutive backups that failed in Backrest before Backrest called Slackwater for the data.
     *
     * @param times the number of these backups
     * @param dataset the dataset of the last one
     * @param said Backrest's error message for the last one
     */
    public record MissedBackups(int times, String dataset, String said) {}

    public BackrestState withLog(LogPosition position) {
        return new BackrestState(Optional.of(position), missed);
    }

    public BackrestState withMissed(Optional<MissedBackups> backups) {
        return new BackrestState(log, backups);
    }
}
