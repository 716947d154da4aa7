package io.slackwater.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Creates the tables of a new journal, and refuses a file of another version. */
final class Schema {

    /**
     * The version of the tables, which SQLite stores as {@code user_version}. It rises with each change of the tables.
     */
    private static final int VERSION = 20;

    private static final String MOVE_AWAY =
            " Stop Slackwater, move %s and its -wal and -shm files away, and start again: every dataset is then backed up again."
                    + " The older snapshots stay in the repositories."
                    + " A database that a restore created counts as a new one: drop it if you do not need it, or it is backed up too."
                    + " docs/upgrade.md has the commands.";

    private Schema() {}

    static void open(Path file, Database database) {
        database.quietly(sql -> {
            long version = sql.first(Long.class, "PRAGMA user_version").orElse(0L);
            if (version == VERSION) {
                return;
            }
            if (version > VERSION) {
                throw refused(
                        file,
                        "was written by a newer version of Slackwater: its tables have version %d, and this version knows %d. Start the newer version, or put the journal from before the upgrade back (docs/upgrade.md)."
                                .formatted(version, VERSION));
            }
            if (version > 0 || sql.any("SELECT name FROM sqlite_master")) {
                throw refused(
                        file,
                        "was written by an older version of Slackwater or by another program."
                                + MOVE_AWAY.formatted(file));
            }
            sql.script(text() + "PRAGMA user_version = " + VERSION);
        });
    }

    private static JournalException refused(Path file, String why) {
        return new JournalException("The journal %s %s".formatted(file, why), null);
    }

    private static String text() {
        try (InputStream text = Schema.class.getResourceAsStream("/db/journal.sql")) {
            if (text == null) {
                throw new IllegalStateException("the installation is incomplete: it lacks the resource db/journal.sql");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
