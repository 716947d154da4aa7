package io.slackwater.repository;

import java.util.Optional;

/**
 * One line that restic wrote with {@code --json} (restic documentation, "Scripting"). Lines that are not JSON are {@link Text}:
 * restic writes some of those on stderr whatever the mode.
 */
sealed interface ResticEvent {

    /** How far a backup or a restore is. restic leaves out what is zero. */
    record Status(long bytesDone, long filesDone) implements ResticEvent {}

    /** One file or directory was handled; only with {@code -vv}. Directories of a backup end with a slash. */
    record VerboseStatus(String action, String item) implements ResticEvent {}

    /**
     * The end of a backup, a restore or a check.
     *
     * @param snapshot the snapshot of a backup; empty for a dry run, whose id names nothing
     */
    record Summary(Optional<String> snapshot, long bytesProcessed, long bytesAdded) implements ResticEvent {}

    /** Something could not be read, restored or is damaged. */
    record ItemError(String item, String during, String message) implements ResticEvent {}

    /** The last line of a restic that failed. */
    record ExitError(int code, String message) implements ResticEvent {}

    /** JSON that we have no use for. */
    record Unknown(String type) implements ResticEvent {}

    /** A line that is not JSON. */
    record Text(String line) implements ResticEvent {}
}
