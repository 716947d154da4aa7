package io.slackwater.repository;

import java.util.Optional;

/**
 * One line that restic wrote with {@code --json} (restic documentation, "Scripting"). Lines that are not JSON are {@link Text}:
 * restic writes some of them on stderr in every mode.
 */
sealed interface ResticEvent {

    /** The progress of a backup or a restore. restic leaves out zeros. */
    record Status(long bytesDone, long filesDone) implements ResticEvent {}

    /** One file or directory was handled; only with {@code -vv}. Directories of a backup end with a slash. */
    record VerboseStatus(String action, String item) implements ResticEvent {}

    /**
     * The end of a backup, a restore or a check.
     *
     * @param snapshot the snapshot of a backup; empty for a dry run, whose id names nothing
     */
    record Summary(Optional<String> snapshot, long bytesProcessed, long bytesAdded) implements ResticEvent {}

    /** An item could not be read or restored, or is damaged. */
    record ItemError(String item, String during, String message) implements ResticEvent {}

    /** The last line of a failed restic. */
    record ExitError(int code, String message) implements ResticEvent {}

    /** JSON of another type. */
    record Unknown(String type) implements ResticEvent {}

    /** A line that is not JSON. */
    record Text(String line) implements ResticEvent {}
}
