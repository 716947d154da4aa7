package io.slackwater.journal;

import static io.slackwater.journal.RunRecords.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {

    @TempDir
    Path dir;

    private SqliteJournal open() {
        return SqliteJournal.open(dir.resolve("journal.db"), Clock.systemUTC());
    }

    private void outside(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("journal.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsNamedWithWhatToDo() throws IOException {
        Files.writeString(dir.resolve("journal.db"), "this is not a database\n".repeat(500));
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(dir.resolve("journal.db").toString())
                .hasMessageContaining("damaged or is not a journal")
                .hasMessageContaining("move")
                .hasMessageContaining("start again");
        assertThat(dir.resolve("journal.db")).content().startsWith("this is not a database");
    }

    @Test
    void aFileWithDamagedPagesIsNotUsed() throws IOException {
        try (SqliteJournal journal = open()) {
            for (int i = 0; i < 300; i++) {
                journal.queued(RunRecords.queued("run-" + i, "dataset-" + i, T0));
            }
        }
        try (RandomAccessFile file =
                new RandomAccessFile(dir.resolve("journal.db").toFile(), "rw")) {
            for (long at = 4096; at < file.length(); at += 4096) {
                file.seek(at);
                file.write(new byte[512]);
            }
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining("journal.db");
    }

    @Test
    void aJournalOfANewerVersionIsNotTouched() throws SQLException {
        open().close();
        outside(
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success) VALUES (9, '99', 'future', 'SQL', 'V99__f.sql', 1, '', 1, 1)");
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("written by another version of Slackwater");
    }

    @Test
    void ofRunsFromBeforeCausesWereRecordedItIsSaidThatTheirsIsUnknown() throws SQLException {
        RunRecord twice = RunRecords.queued("r1", "a", T0).again(T0, EndCause.REPOSITORY, "SOURCE was away");
        try (SqliteJournal journal = open()) {
            journal.queued(RunRecords.queued("r1", "a", T0));
            journal.update(twice.endedAt(T0, RunState.FAILED, EndCause.FREEZE_LIMIT, "no"));
            assertThat(journal.run("r1").orElseThrow().cause()).isEqualTo(EndCause.FREEZE_LIMIT);
            assertThat(journal.run("r1").orElseThrow().earlier().getFirst().cause())
                    .isEqualTo(EndCause.REPOSITORY);
        }
        outside("ALTER TABLE run DROP COLUMN engine");
        outside("ALTER TABLE run DROP COLUMN end_cause");
        outside("ALTER TABLE run DROP COLUMN earlier_causes");
        outside("DROP TABLE restore");
        outside("DELETE FROM flyway_schema_history WHERE version >= '5'");
        try (SqliteJournal journal = open()) {
            RunRecord old = journal.run("r1").orElseThrow();
            assertThat(old.cause()).isEqualTo(EndCause.UNKNOWN);
            assertThat(old.engine()).as("nobody noted it").isEmpty();
            assertThat(old.message()).isEqualTo("no");
            assertThat(old.earlier()).containsExactly(new RunRecord.Ended(1, T0, EndCause.UNKNOWN, "SOURCE was away"));
        }
    }

    @Test
    void anotherProgramsDatabaseIsNotTakenOver() throws SQLException {
        outside("CREATE TABLE customers (id INTEGER)");
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(dir.resolve("journal.db").toString());
        outside("INSERT INTO customers VALUES (1)");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
        Files.writeString(dir.resolve("file"), "");
        assertThatThrownBy(() -> SqliteJournal.open(dir.resolve("file/journal.db"), Clock.systemUTC()))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(dir.resolve("file").toString())
                .hasMessageContaining("cannot be made");
    }

    @Test
    void aCopyIsAWholeJournalOfItsOwn() throws IOException {
        Path copy = dir.resolve("it's a copy.db");
        try (SqliteJournal journal = open()) {
            RunRecords.succeed(journal, "r1", "a", T0);
            journal.audit("a", "b", "c", "d");
            journal.copyTo(copy);
            RunRecords.succeed(journal, "r2", "a", T0);
        }
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.map(f -> f.getFileName().toString())).doesNotContain("it's a copy.db.part");
        }
        try (SqliteJournal copied = SqliteJournal.open(copy, Clock.systemUTC())) {
            assertThat(copied.run("r1")).isPresent();
            assertThat(copied.run("r2")).isEmpty();
            assertThat(copied.auditIntact()).isTrue();
        }
    }

    @Test
    void aCopyNeverReplacesAFile() throws IOException {
        Path there = Files.writeString(dir.resolve("there"), "precious");
        try (SqliteJournal journal = open()) {
            assertThatThrownBy(() -> journal.copyTo(there))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining(there.toString());
            assertThatThrownBy(() -> journal.copyTo(dir.resolve("no/such/dir/copy")))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("copy");
        }
        assertThat(there).hasContent("precious");
    }
}
