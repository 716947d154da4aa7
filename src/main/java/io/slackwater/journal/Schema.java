package io.slackwater.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;

/** Creates the tables of a new journal, and refuses a file of another version. */
final class Schema {

    /**
     * The version of the tables, which SQLite stores as {@code user_version}. It rises with each change of the tables.
     */
    private static final int VERSION = 13;

    /** A table that only the versions 1 to 9 have. These versions did not set {@code user_version}. */
    private static final String OLD_TABLE = "flyway_schema_history";

    private static final String MOVE_AWAY =
            " Stop Slackwater, move %s and its -wal and -shm files away, and start again: every dataset is then backed up again."
                    + " The older snapshots stay in the repositories; docs/restore-without-slackwater.md says how restic restores them.";

    private Schema() {}

    static void open(Path file, Database database) {
        database.quietly(sql -> {
            long version = sql.first("PRAGMA user_version", row -> row.number("user_version"))
                    .orElse(0L);
            if (version == VERSION) {
                return;
            }
            if (version > VERSION) {
                throw refused(file, "was written by a newer version of Slackwater. Start that version again.");
            }
            if (version > 0 || exists(sql, OLD_TABLE)) {
                throw refused(file, "was written by an older version of Slackwater." + MOVE_AWAY.formatted(file));
            }
            if (exists(sql, "%")) {
                throw refused(file, "is the database of another program. Give Slackwater a data directory of its own.");
            }
            sql.script(text() + "PRAGMA user_version = " + VERSION);
        });
    }

    private static boolean exists(Sql sql, String name) throws SQLException {
        return sql.first("SELECT name FROM sqlite_master WHERE name LIKE ?", row -> row.text("name"), name)
                .isPresent();
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
