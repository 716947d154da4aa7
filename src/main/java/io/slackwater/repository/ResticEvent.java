package io.slackwater.repository;

import java.util.Optional;

/**
 * One line of restic's output with {@code --json} (restic documentation, "Scripting"). A line that is not JSON is a
 * {@link Text}; restic writes some lines to stderr in every mode.
 */
sealed interface ResticEvent {

    /** Progress of a backup or restore. restic omits zeros. */
    record Status(long bytesDone, long filesDone) implements ResticEvent {}

    /**
     * One file or directory was processed. Only with {@code -vv}. In a backup, a directory's name ends with a slash.
     */
    record VerboseStatus(String action, String item) implements ResticEvent {}

    /**
     * The end of a backup, restore or check.
     *
     * @param snapshot the id of the backup's snapshot; empty for a dry run, because its id does not exist
     */
    record Summary(Optional<String> snapshot, long bytesProcessed, long bytesAdded) implements ResticEvent {}

    /** A file or another item could not be read or restored, or is damaged. */
    record ItemError(String item, String during, String message) implements ResticEvent {}

    /** The last line of a failed restic. */
    record ExitError(String message) implements ResticEvent {}

    /** A line that is not JSON, or JSON of another type. */
    record Text(String line) implements ResticEvent {}
}
