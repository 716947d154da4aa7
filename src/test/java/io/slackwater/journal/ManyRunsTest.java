package io.slackwater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal with 100,000 runs of 100 datasets. Each third run succeeded and has a verdict. */
class ManyRunsTest {

    private static final int RUNS = 100_000;
    private static final String DATASET = "shop.db.d42";

    @TempDir
    static Path directory;

    private static Path file;
    private static Journal journal;

    @BeforeAll
    static void write() throws SQLException {
        file = directory.resolve("journal.db");
        journal = Journal.open(file, Clock.systemUTC());
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("""
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
                    INSERT INTO run (id, dataset, workload, kind, plan, "set", "trigger", state, attempt, queued, started,
                                     ended, bytes, added, frozen, estimate, hot_bytes, frozen_bytes, sha256, message, cause)
                    SELECT 'r' || i, 'shop.db.d' || (i %% 100), 'shop-db', 'postgres', 'critical', 's', 'schedule',
                           CASE WHEN i %% 3 = 0 THEN 'SUCCEEDED' ELSE 'FAILED' END, 1, i * 1000000000, i, i * 1000000000 + 1,
                           1, 1, 0, 0, 0, 0, '', '', 'NONE'
                    FROM n""".formatted(RUNS));
            statement.execute("""
                    INSERT INTO verdict (repository, snapshot, dataset, run, "set", time, bytes, sha256, file, kind, format)
                    SELECT 'repo-1', 'snap-' || id, dataset, id, 's', queued, 1, '', 'f', 'postgres', 'dump' FROM run WHERE state = 'SUCCEEDED'""");
            statement.execute("COMMIT");
        }
    }

    @AfterAll
    static void close() {
        journal.close();
    }

    @Test
    void everyQueryUsesAnIndex() throws SQLException {
        RunStore runs = journal.runs();
        Optional<RunRecord> before = runs.find("r50000");
        List<Supplier<?>> queries = List.of(
                () -> runs.find("r7"),
                () -> runs.newest(DATASET, 20),
                () -> runs.page(Optional.empty(), Optional.empty(), Optional.empty(), 100),
                () -> runs.page(Optional.empty(), Optional.empty(), before, 100),
                () -> runs.page(Optional.empty(), Optional.of(RunState.FAILED), before, 100),
                () -> runs.page(Optional.of(DATASET), Optional.empty(), before, 100),
                () -> runs.page(Optional.of(DATASET), Optional.of(RunState.FAILED), before, 100),
                runs::open,
                runs::datasets,
                runs::outcomes,
                () -> runs.lastSuccess(DATASET),
                () -> runs.durations(DATASET, 20),
                () -> journal.disks().samples("/dev/sda1"),
                () -> journal.history().since(Instant.EPOCH, List.of(DATASET)),
                () -> journal.verdicts().of(DATASET),
                () -> journal.verdicts().in("repo-1"),
                () -> journal.verdicts().find("repo-1", "snap-r3"),
                () -> journal.verdicts().damaged(),
                () -> journal.verdicts().trees("repo-1"),
                () -> journal.suspectedDamage().of("repo-1", DATASET),
                () -> journal.suspectedDamage().in("repo-1"),
                () -> journal.datasets().hold(DATASET),
                () -> journal.leases().open(),
                () -> journal.schedule().lastDone("plan:critical"),
                () -> journal.repositories().name("repo-1"));
        Set<String> statements = new LinkedHashSet<>();
        try (Recorder recorder = new Recorder(statements)) {
            queries.forEach(query -> assertThat(query.get()).isNotNull());
        }
        assertThat(statements).hasSizeGreaterThanOrEqualTo(queries.size() - 1);
        for (String statement : statements) {
            assertThat(plan(statement))
                    .as(statement)
                    .noneMatch(line -> line.matches(
                            "SCAN (run|verdict|attempt|lease|suspected_damage|audit|disk_sample)(?! USING INDEX).*"))
                    .noneMatch(line -> line.contains("TEMP B-TREE"));
        }
    }

    @Test
    void pagesCoverAllRunsOnceNewestFirst() {
        List<String> ids = new ArrayList<>();
        Optional<RunRecord> last = Optional.empty();
        List<RunRecord> page;
        do {
            page = journal.runs().page(Optional.of(DATASET), Optional.empty(), last, 300);
            page.forEach(run -> ids.add(run.id()));
            last = page.isEmpty() ? last : Optional.of(page.getLast());
        } while (!page.isEmpty());
        assertThat(ids)
                .hasSize(RUNS / 100)
                .doesNotHaveDuplicates()
                .startsWith("r99942")
                .endsWith("r42");
    }

    @Test
    void datasetsOfManyRunsAreListed() {
        assertThat(journal.runs().datasets()).hasSize(100).contains("shop.db.d0", DATASET);
    }

    private static List<String> plan(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement explained = connection.prepareStatement("EXPLAIN QUERY PLAN " + statement);
                ResultSet rows = explained.executeQuery()) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.getString("detail"));
            }
            return lines;
        }
    }

    /** Collects the statements that the stores send. */
    private static final class Recorder extends Handler implements AutoCloseable {

        private final Set<String> statements;
        private final Logger logger = Logger.getLogger(Sql.class.getName());
        private final Level level = logger.getLevel();

        Recorder(Set<String> statements) {
            this.statements = statements;
            setLevel(Level.ALL);
            logger.setLevel(Level.ALL);
            logger.setUseParentHandlers(false);
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            statements.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setUseParentHandlers(true);
            logger.setLevel(level);
        }
    }
}
