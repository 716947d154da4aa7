package io.slackwater.journal;

import static io.slackwater.journal.RunRecords.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditChainTest {

    @TempDir
    Path dir;

    private SqliteJournal journal;

    @BeforeEach
    void threeEntries() {
        journal = SqliteJournal.open(dir.resolve("j.db"), Clock.fixed(T0, ZoneOffset.UTC));
        journal.audit("api", "run.start", "shop.db.orders", "asked for by token");
        journal.audit("schedule", "run.start", "shop.db.orders", "");
        journal.audit("api", "run.cancel", "shop.db.orders", "ü");
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void outside(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("j.db"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void anUntouchedTrailIsIntactAlsoWhenEmpty() {
        assertThat(journal.auditIntact()).isTrue();
        try (SqliteJournal empty = SqliteJournal.open(dir.resolve("empty.db"), Clock.systemUTC())) {
            assertThat(empty.auditIntact()).isTrue();
        }
    }

    @Test
    void aTrailLongerThanOnePageIsIntact() {
        for (int i = 0; i < 410; i++) {
            journal.audit("a", "b", "c", Integer.toString(i));
        }
        assertThat(journal.auditIntact()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit SET actor = 'nobody' WHERE seq = 2",
                "DELETE FROM audit WHERE seq = 3",
                "DELETE FROM audit_head",
                "UPDATE audit_head SET seq = 2",
            })
    void theDatabaseItselfRefusesChanges(String sql) {
        assertThatThrownBy(() -> outside(sql)).hasMessageContaining("append-only");
        assertThat(journal.auditIntact()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit SET actor = 'nobody' WHERE seq = 2",
                "UPDATE audit SET at = at + 1 WHERE seq = 3",
                "UPDATE audit SET subject = 'shop.db.order', detail = 's' WHERE seq = 2",
                "DELETE FROM audit WHERE seq = 1",
                "DELETE FROM audit WHERE seq = 2",
                "DELETE FROM audit WHERE seq = 3",
                "DELETE FROM audit",
                "INSERT INTO audit SELECT 0, at, actor, action, subject, detail, hash FROM audit WHERE seq = 1",
                "INSERT INTO audit SELECT 4, at, actor, action, subject, detail, hash FROM audit WHERE seq = 3",
            })
    void aTrailChangedBehindOurBackShows(String sql) throws SQLException {
        outside("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete", sql);
        assertThat(journal.auditIntact()).isFalse();
    }
}
