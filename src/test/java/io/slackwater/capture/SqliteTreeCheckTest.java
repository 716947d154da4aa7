package io.slackwater.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.journal.EndCause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTreeCheckTest {

    @TempDir
    Path directory;

    private Path volume;
    private Path scratch;
    private SqliteTreeCheck check;

    @BeforeEach
    void directories() throws Exception {
        volume = Files.createDirectory(directory.resolve("volume"));
        scratch = Files.createDirectory(directory.resolve("scratch"));
        check = check(SqliteTreeCheck.SPACE);
    }

    private SqliteTreeCheck check(long space) {
        return new SqliteTreeCheck(
                TreeSamples.dataset(new Kind("volume"), Method.HOT, volume, "/data"), scratch, space, false);
    }

    @Test
    void aTreeOfOrdinaryFilesPasses() throws Exception {
        Files.writeString(volume.resolve("notes.txt"), "SQLite format 3 is what this is not");
        TreeSamples.give(check, volume, entry -> true);
        check.complete();
        assertThat(check.notes()).isEmpty();
    }

    @Test
    void aDatabaseIsRecognisedByItsFirstBytes() throws Exception {
        Path database = volume.resolve("state of things");
        TreeSamples.fill(database);
        TreeSamples.overwrite(database, 8192, 4096);
        TreeSamples.give(check, volume, entry -> true);
        assertThatThrownBy(check::complete)
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.NOT_WHOLE))
                .hasMessageContaining(database.toString())
                .hasMessageContaining("slackwater.method: \"freeze\"");
    }

    @Test
    void anUnchangedDatabaseIsReadByItsFileExtension() throws Exception {
        TreeSamples.fill(volume.resolve("app.db"));
        Files.writeString(volume.resolve("app.txt"), "text");
        assertThat(TreeSamples.give(check, volume, entry -> false))
                .containsExactly(volume.resolve("app.db").toString());
        check.complete();
    }

    @Test
    void aDatabaseWhoseLogIsExcludedIsRefused() throws Exception {
        TreeSamples.fill(volume.resolve("app.db"));
        SqliteTreeCheck without = new SqliteTreeCheck(
                TreeSamples.dataset(new Kind("volume"), Method.FREEZE, volume, "/data", volume + "/*-wal"), scratch);
        TreeSamples.give(without, volume, entry -> true);
        assertThatThrownBy(without::complete)
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.NOT_WHOLE))
                .hasMessageContaining("slackwater.files.exclude excludes " + volume + "/app.db-wal");
    }

    @Test
    void theWriteAheadLogIsCheckedWithItsDatabase() throws Exception {
        Path live = directory.resolve("live.db");
        try (Connection connection = TreeSamples.open(live);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("CREATE TABLE t (a)");
            statement.execute("INSERT INTO t VALUES ('in the log')");
            Files.copy(live, volume.resolve("live.db"));
            Files.copy(directory.resolve("live.db-wal"), volume.resolve("live.db-wal"));
        }
        assertThat(Files.size(volume.resolve("live.db-wal"))).isPositive();
        TreeSamples.give(check, volume, entry -> false);
        check.complete();
        Path copy = check.copy(volume.resolve("live.db").toString()).orElseThrow();
        try (Connection connection = TreeSamples.open(copy);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT a FROM t")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("in the log");
        }
    }

    @Test
    void aTruncatedDatabaseFails() throws Exception {
        Path database = volume.resolve("app.sqlite3");
        TreeSamples.fill(database);
        try (var channel = java.nio.channels.FileChannel.open(database, java.nio.file.StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(database) / 2);
        }
        TreeSamples.give(check, volume, entry -> false);
        assertThatThrownBy(check::complete).isInstanceOf(CaptureException.class).hasMessageContaining("app.sqlite3");
    }

    @Test
    void aMissingExtensionIsANoteAndNoFailure() throws Exception {
        Path database = volume.resolve("vectors.db");
        TreeSamples.sql(
                database,
                "CREATE TABLE t (a)",
                "PRAGMA writable_schema=ON",
                "INSERT INTO sqlite_master VALUES ('table','v','v',0,'CREATE VIRTUAL TABLE v USING vec0(e float[3])')",
                "PRAGMA writable_schema=OFF");
        TreeSamples.give(check, volume, entry -> false);
        assertThatCode(check::complete).doesNotThrowAnyException();
    }

    @Test
    void aCollationOfTheApplicationIsANoteAndNoFailure() throws Exception {
        Path database = volume.resolve("collated.db");
        TreeSamples.sql(
                database,
                "CREATE TABLE t (a)",
                "CREATE INDEX i ON t (a)",
                "INSERT INTO t VALUES ('x'), ('y')",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_master SET sql = 'CREATE INDEX i ON t (a COLLATE APPLICATION)' WHERE name = 'i'",
                "PRAGMA writable_schema=OFF");
        TreeSamples.give(check, volume, entry -> false);
        check.complete();
        assertThat(check.notes())
                .singleElement()
                .asString()
                .contains("collated.db")
                .contains("APPLICATION");
    }

    @Test
    void aDatabaseThatIsTooLargeToCopyIsANote() throws Exception {
        check = check(1024);
        Path database = volume.resolve("large.db");
        TreeSamples.fill(database);
        TreeSamples.give(check, volume, entry -> true);
        check.complete();
        assertThat(check.notes()).singleElement().asString().contains(database.toString());
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void aDatabaseWithATooLargeLogIsNotChecked() throws Exception {
        check = check(20 << 10);
        Path database = volume.resolve("small.db");
        TreeSamples.sql(database, "CREATE TABLE t (a)");
        Files.write(volume.resolve("small.db-wal"), new byte[30 << 10]);
        TreeSamples.give(check, volume, entry -> false);
        check.complete();
        assertThat(check.notes()).singleElement().asString().contains(database.toString());
    }

    @Test
    void aHotJournalIsRolledBackBeforeTheCheck() throws Exception {
        Path live = directory.resolve("live.db");
        TreeSamples.fill(live);
        try (Connection connection = TreeSamples.open(live);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA cache_size=5");
            statement.execute("BEGIN");
            statement.execute("UPDATE t SET name = hex(randomblob(20))");
            Files.copy(live, volume.resolve("live.db"), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(directory.resolve("live.db-journal"), volume.resolve("live.db-journal"));
        }
        TreeSamples.give(check, volume, entry -> false);
        check.complete();
        assertThat(check.notes()).isEqualTo(List.of());
    }
}
