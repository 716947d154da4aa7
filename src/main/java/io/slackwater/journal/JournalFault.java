package io.slackwater.journal;

import java.nio.file.Path;
import java.util.Optional;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteException;

/** Explains an error of SQLite to the user: the file, the problem and the remedy. Pure. */
final class JournalFault {

    private JournalFault() {}

    /** @param what completes the sentence "The journal … cannot …" */
    static JournalException explain(Path file, String what, Throwable cause) {
        return new JournalException("The journal %s cannot %s: %s".formatted(file, what, reason(file, cause)), cause);
    }

    private static String reason(Path file, Throwable cause) {
        if (find(cause, LinkageError.class).isPresent()
                || find(cause, NativeLibraryNotFoundException.class).isPresent()) {
            return "SQLite's native library could not be loaded. It is unpacked into %s, which must be writable and not mounted noexec; mount it with exec, or set -Dorg.sqlite.tmpdir to such a directory."
                    .formatted(System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir")));
        }
        Optional<SQLiteException> found = find(cause, SQLiteException.class);
        if (found.isEmpty()) {
            return cause.getMessage() + ". Check the file and its directory.";
        }
        SQLiteException sqlite = found.get();
        // The primary code is the low byte of an extended one (https://www.sqlite.org/rescode.html).
        return switch (sqlite.getResultCode().code & 0xff) {
            case 13 -> "the disk is full. Free some space; Slackwater then continues.";
            case 8 ->
                "it is read-only. Mount %s writable and check that the file belongs to the user that runs Slackwater."
                        .formatted(file.toAbsolutePath().getParent());
            case 11, 26 ->
                "the file is damaged or is not a journal (%s). Stop Slackwater, move %s and its -wal and -shm files away, put back the copy from the newest snapshot of the configuration if there is one, and start again. Backups in the repositories are not touched."
                        .formatted(sqlite.getResultCode().message, file);
            case 14 ->
                "the file cannot be opened. Check that the directory %s exists and is writable for the user that runs Slackwater."
                        .formatted(file.toAbsolutePath().getParent());
            case 10 ->
                "the disk reports an error (%s). If the disk is full, free some space; otherwise check the system log for failing hardware or a lost mount."
                        .formatted(sqlite.getResultCode());
            case 5, 6 ->
                "another process locks it. Check that only one Slackwater and no other program uses this file.";
            default -> sqlite.getMessage() + ". Check the file and its directory.";
        };
    }

    private static <T extends Throwable> Optional<T> find(Throwable cause, Class<T> type) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return Optional.of(type.cast(t));
            }
        }
        return Optional.empty();
    }
}
