package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.ManyRuns;
import io.slackwater.journal.Statements;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The overview of 300 datasets with 100,000 runs. */
class ManyDatasetsTest {

    private static final int DATASETS = 300;
    private static final OverviewQuery ALL = OverviewQuery.of(null, null, null, null);

    /** Generous, because other work may keep the machine busy. A scan of all runs for each row takes much longer. */
    private static final Duration BOUND = Duration.ofSeconds(3);

    @TempDir
    private Path directory;

    @Test
    void theNumberOfQueriesDoesNotGrowWithTheDatasets() throws SQLException {
        try (OverviewScene many = scene("many", DATASETS, 3_000);
                OverviewScene few = scene("few", 3, 3_000)) {
            List<String> sent = statements(many);

            assertThat(sent).hasSameSizeAs(statements(few)).hasSizeLessThanOrEqualTo(8);
        }
    }

    @Test
    void healthAndOverviewOfManyRunsAreFast() throws SQLException {
        try (OverviewScene scene = scene("many", DATASETS, 100_000)) {
            for (int i = 0; i < 4; i++) {
                scene.view(ALL);
            }
            long start = System.nanoTime();
            Overview view = scene.view(ALL);

            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            assertThat(taken).isLessThan(BOUND);
            assertThat(view.rows()).hasSize(DATASETS);
        }
    }

    private static List<String> statements(OverviewScene scene) {
        try (Statements statements = new Statements()) {
            scene.view(ALL);
            return statements.sent();
        }
    }

    private OverviewScene scene(String name, int datasets, int runs) throws SQLException {
        OverviewScene scene = new OverviewScene(directory.resolve(name));
        ManyRuns.write(
                directory.resolve(name).resolve("journal.db"), runs, datasets, Instant.parse("2026-06-01T00:00:00Z"));
        for (int i = 0; i < datasets; i++) {
            scene.workload("shop", "db" + i, "d" + i);
        }
        return scene;
    }
}
