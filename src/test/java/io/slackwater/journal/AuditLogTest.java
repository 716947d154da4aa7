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

class AuditLogTest {

    @TempDir
    Path dir;

    private Journal journal;

    @BeforeEach
    void threeEntries() {
        journal = Journal.open(dir.resolve("j.db"), Clock.fixed(T0, ZoneOffset.UTC));
        journal.audit().append("api", "run.start", "shop.db.orders", "asked for by token");
        journal.audit().append("schedule", "run.start", "shop.db.orders", "");
        journal.audit().append("api", "run.cancel", "shop.db.orders", "ü");
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
    void anUnchangedLogIsIntactAlsoWhenEmpty() {
        assertThat(journal.audit().intact()).isTrue();
        try (Journal empty = Journal.open(dir.resolve("empty.db"), Clock.systemUTC())) {
            assertThat(empty.audit().intact()).isTrue();
        }
    }

    @Test
    void aLogOfSeveralPagesIsIntact() {
        for (int i = 0; i < 410; i++) {
            journal.audit().append("a", "b", "c", Integer.toString(i));
        }
        assertThat(journal.audit().intact()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit SET actor = 'nobody' WHERE seq = 2",
                "DELETE FROM audit WHERE seq = 3",
                "DELETE FROM audit_head",
                "UPDATE audit_head SET seq = 2",
            })
    void theDatabaseRefusesChangesOfTheLog(String sql) {
        assertThatThrownBy(() -> outside(sql)).hasMessageContaining("append-only");
        assertThat(journal.audit().intact()).isTrue();
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
    void anExternallyChangedLogIsDetected(String sql) throws SQLException {
        outside("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete", sql);
        assertThat(journal.audit().intact()).isFalse();
    }
}
