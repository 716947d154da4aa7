package io.slackwater.journal;

import java.nio.file.Path;
import org.sqlite.SQLiteException;

/** Explains an error of SQLite to the user: the file, the problem and the remedy. Pure. */
final class JournalFault {

    private JournalFault() {}

    /** @param what completes the sentence "The journal … cannot …" */
    static JournalException explain(Path file, String what, Throwable cause) {
        return new JournalException("The journal %s cannot %s: %s".formatted(file, what, reason(file, cause)), cause);
    }

    private static String reason(Path file, Throwable cause) {
        if (!(cause instanceof SQLiteException sqlite)) {
            return cause.getMessage() + ". Check the file and its directory, and mount /tmp with exec.";
        }
        // The primary code is the low byte of an extended one (https://www.sqlite.org/rescode.html).
        return switch (sqlite.getResultCode().code & 0xff) {
            case 13 -> "the disk is full. Free some space; Slackwater then continues.";
            case 8, 14 ->
                "the file cannot be opened or written. Mount %s writable and check that the file belongs to the user that runs Slackwater."
                        .formatted(file.toAbsolutePath().getParent());
            case 11, 26 ->
                "the file is damaged or is not a journal (%s). Stop Slackwater, move %s and its -wal and -shm files away, put back the copy from the newest snapshot of the configuration if there is one, and start again. Backups in the repositories are not touched."
                        .formatted(sqlite.getResultCode().message, file);
            case 10 ->
                "the disk reports an error (%s). If the disk is full, free some space; otherwise check the system log for failing hardware or a lost mount."
                        .formatted(sqlite.getResultCode());
            case 5, 6 ->
                "another process locks it. Check that only one Slackwater and no other program uses this file.";
            default -> sqlite.getMessage() + ". Check the file and its directory, and mount /tmp with exec.";
        };
    }
}
