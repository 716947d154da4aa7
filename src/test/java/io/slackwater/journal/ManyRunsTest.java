package io.slackwater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
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
        ManyRuns.write(file, RUNS, 100, Instant.parse("2026-06-01T00:00:00Z"));
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
                () -> journal.history().latest(List.of(DATASET)),
                () -> journal.verdicts().of(DATASET),
                () -> journal.verdicts().in("repo-1"),
                () -> journal.verdicts().find("repo-1", "snap-r300"),
                () -> journal.verdicts().damaged(),
                () -> journal.verdicts().trees("repo-1"),
                () -> journal.suspectedDamage().of("repo-1", DATASET),
                () -> journal.suspectedDamage().in("repo-1"),
                () -> journal.datasets().hold(DATASET),
                () -> journal.leases().open(),
                () -> journal.schedule().lastDone(),
                () -> journal.repositories().name("repo-1"));
        Set<String> statements = new LinkedHashSet<>();
        try (Statements recorder = new Statements()) {
            queries.forEach(query -> assertThat(query.get()).isNotNull());
            statements.addAll(recorder.sent());
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
}
