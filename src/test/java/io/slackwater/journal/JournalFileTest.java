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

    private Journal open() {
        return Journal.open(dir.resolve("journal.db"), Clock.systemUTC());
    }

    private void outside(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("journal.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsReportedWithItsRemedy() throws IOException {
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
        try (Journal journal = open()) {
            for (int i = 0; i < 300; i++) {
                journal.runs().queued(RunRecords.queued("run-" + i, "dataset-" + i, T0));
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
    void aJournalOfANewerVersionIsNotChanged() throws SQLException {
        open().close();
        outside("PRAGMA user_version = 99");
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("written by a newer version of Slackwater")
                .hasMessageNotContaining("older version");
    }

    @Test
    void aJournalWithFormerDatasetIdsIsRefusedWithItsRemedy() throws SQLException, IOException {
        Path file = dir.resolve("journal.db");
        open().close();
        outside("PRAGMA user_version = 0");
        outside("CREATE TABLE flyway_schema_history (version TEXT)");
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("The journal " + file + " was written by an older version of Slackwater")
                .hasMessageContaining("move " + file + " and its -wal and -shm files away")
                .hasMessageContaining("docs/upgrade.md");
        assertThat(file).hasBinaryContent(before);

        Files.move(file, dir.resolve("journal-before.db"));
        open().close();
    }

    @Test
    void aDatabaseOfAnotherProgramIsNotUsed() throws SQLException {
        outside("CREATE TABLE customers (id INTEGER)");
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(dir.resolve("journal.db").toString());
        outside("INSERT INTO customers VALUES (1)");
    }

    @Test
    void anUncreatableDirectoryIsNamed() throws IOException {
        Files.writeString(dir.resolve("file"), "");
        assertThatThrownBy(() -> Journal.open(dir.resolve("file/journal.db"), Clock.systemUTC()))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(dir.resolve("file").toString())
                .hasMessageContaining("cannot be created");
    }

    @Test
    void aCopyIsACompleteJournal() throws IOException {
        Path copy = dir.resolve("it's a copy.db");
        try (Journal journal = open()) {
            RunRecords.succeed(journal, "r1", "a", T0);
            journal.audit().append("a", "b", "c", "d");
            journal.copyTo(copy);
            RunRecords.succeed(journal, "r2", "a", T0);
        }
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.map(f -> f.getFileName().toString())).doesNotContain("it's a copy.db.part");
        }
        try (Journal copied = Journal.open(copy, Clock.systemUTC())) {
            assertThat(copied.runs().find("r1")).isPresent();
            assertThat(copied.runs().find("r2")).isEmpty();
            assertThat(copied.audit().verify()).isInstanceOf(AuditChain.Intact.class);
        }
    }

    @Test
    void aCopyNeverReplacesAFile() throws IOException {
        Path there = Files.writeString(dir.resolve("there"), "precious");
        try (Journal journal = open()) {
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
