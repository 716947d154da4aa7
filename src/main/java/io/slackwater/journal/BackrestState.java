package io.slackwater.journal;

import java.util.Optional;

/**
 * What Slackwater knows about its Backrest.
 *
 * @param failure the reason for which the last pass failed; empty when it did not
 * @param log up to where Backrest's log was looked through
 * @param unheard backups that failed in Backrest before they asked for the data
 */
public record BackrestState(Optional<String> failure, Optional<LogPosition> log, Optional<UnheardBackups> unheard) {

    /**
     * A position in Backrest's log.
     *
     * @param modno of the configuration at that moment; -1 when an operation was still to be settled
     * @param newest all operations up to this one are settled
     */
    public record LogPosition(long modno, long newest) {}

    /**
     * Backups in a row that failed before they asked for the data.
     *
     * @param said Backrest's words about the first one
     */
    public record UnheardBackups(int times, String dataset, String said) {}

    public BackrestState withFailure(Optional<String> reason) {
        return new BackrestState(reason, log, unheard);
    }

    public BackrestState withLog(LogPosition position) {
        return new BackrestState(failure, Optional.of(position), unheard);
    }

    public BackrestState withUnheard(Optional<UnheardBackups> backups) {
        return new BackrestState(failure, log, backups);
    }
}
