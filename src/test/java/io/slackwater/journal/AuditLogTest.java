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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        assertThat(journal.audit().verify()).isInstanceOf(AuditChain.Intact.class);
        try (Journal empty = Journal.open(dir.resolve("empty.db"), Clock.systemUTC())) {
            assertThat(empty.audit().verify()).isInstanceOf(AuditChain.Intact.class);
        }
    }

    @Test
    void aLogOfSeveralPagesIsIntact() {
        for (int i = 0; i < 410; i++) {
            journal.audit().append("a", "b", "c", Integer.toString(i));
        }
        assertThat(journal.audit().verify()).isInstanceOf(AuditChain.Intact.class);
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
        assertThat(journal.audit().verify()).isInstanceOf(AuditChain.Intact.class);
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
        assertThat(journal.audit().verify()).isInstanceOf(AuditChain.Broken.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE audit SET actor = 'nobody' WHERE seq = 2 | 2 | CHANGED",
                "DELETE FROM audit WHERE seq = 2 | 2 | MISSING",
                "DELETE FROM audit WHERE seq = 3 | 3 | CUT",
                "DELETE FROM audit | 1 | CUT",
                "DELETE FROM audit_head | 4 | CUT",
                "UPDATE audit_head SET hash = 'x' | 3 | CHANGED",
                "UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit WHERE seq = 2) | 3 | INSERTED",
                "INSERT INTO audit SELECT -7, at, actor, action, subject, detail, hash FROM audit WHERE seq = 1 | -7 | INSERTED",
            })
    void theFirstWrongEntryIsNamedAndLaterActionsAreStillRecorded(String sql, long seq, AuditChain.Break how)
            throws SQLException {
        outside(
                "DROP TRIGGER audit_no_update",
                "DROP TRIGGER audit_no_delete",
                "DROP TRIGGER audit_head_stays",
                "DROP TRIGGER audit_head_forward",
                sql);
        assertThat(journal.audit().verify()).isInstanceOfSatisfying(AuditChain.Broken.class, broken -> {
            assertThat(broken.seq()).isEqualTo(seq);
            assertThat(broken.how()).isEqualTo(how);
        });
        journal.audit().append("ann", "run", "r1", "");
        journal.audit().append("ann", "run", "r2", "");
        assertThat(journal.audit().page(AuditFilter.ALL, 2))
                .extracting(AuditEntry::subject)
                .containsExactly("r2", "r1");
        assertThat(journal.audit().verify())
                .as("it stays broken")
                .isInstanceOfSatisfying(
                        AuditChain.Broken.class,
                        broken -> assertThat(broken.seq()).isBetween(seq, seq + 1));
    }

    @Test
    void pagesAreFilteredAndNewestFirst() {
        AuditLog log = journal.audit();
        assertThat(log.page(AuditFilter.ALL, 2)).extracting(AuditEntry::seq).containsExactly(3L, 2L);
        assertThat(log.page(filter(null, null, null, null, 2L), 10))
                .containsExactly(new AuditEntry(1, T0, "api", "run.start", "shop.db.orders", "asked for by token"));
        assertThat(log.page(filter("api", null, null, null, null), 10))
                .extracting(AuditEntry::seq)
                .containsExactly(3L, 1L);
        assertThat(log.page(filter("api", "run.cancel", null, null, null), 10)).hasSize(1);
        assertThat(log.page(filter(null, null, T0, null, null), 10)).hasSize(3);
        assertThat(log.page(filter(null, null, T0.plusNanos(1), null, null), 10))
                .isEmpty();
        assertThat(log.page(filter(null, null, null, T0, null), 10)).isEmpty();
        assertThat(log.page(filter("' OR 1=1 --", null, null, null, null), 10)).isEmpty();
    }

    private static AuditFilter filter(
            @Nullable String actor,
            @Nullable String action,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Long before) {
        return new AuditFilter(
                Optional.ofNullable(actor),
                Optional.ofNullable(action),
                Optional.ofNullable(from),
                Optional.ofNullable(to),
                Optional.ofNullable(before));
    }

    /** The log of a busy installation of years. Each bound is ten times what a quiet machine needs. */
    @Test
    @Tag("long")
    void aHundredThousandEntriesAreReadAndVerifiedQuickly() {
        fill(100_000);
        AuditLog log = journal.audit();
        for (AuditFilter filter : List.of(
                AuditFilter.ALL,
                filter("actor-7", "action-3", null, null, null),
                filter("nobody", null, null, null, null),
                filter("actor-7", null, null, T0.plusSeconds(5000), null),
                filter(null, null, T0.plusSeconds(5000), T0.plusSeconds(5010), null),
                filter(null, null, null, null, 50_000L))) {
            long begin = System.nanoTime();
            log.page(filter, 100);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("%s", filter)
                    .isLessThan(Duration.ofSeconds(1));
        }
        long begin = System.nanoTime();
        assertThat(log.verify()).isEqualTo(new AuditChain.Intact(100_003));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
    }

    private void fill(int entries) {
        AtomicInteger second = new AtomicInteger();
        InstantSource clock = () -> T0.plusSeconds(second.incrementAndGet());
        AuditLog log = new AuditLog(journal.audit().database(), clock.withZone(ZoneOffset.UTC));
        log.append(IntStream.range(0, entries)
                .mapToObj(i -> new AuditLog.Draft("actor-" + i % 50, "action-" + i % 7, "s" + i, ""))
                .toList());
    }
}
