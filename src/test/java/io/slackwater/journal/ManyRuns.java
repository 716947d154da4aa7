package io.slackwater.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** Fills a journal with many nights. Each third run succeeded and has a verdict. */
public final class ManyRuns {

    private static final long A_SECOND = 1_000_000_000L;
    private static final long A_DAY = 86_400 * A_SECOND;

    private ManyRuns() {}

    /** The datasets are {@code shop.db.d0} and so on. Each has one run in each night; {@code last} is the last night. */
    public static void write(Path file, int runs, int datasets, Instant last) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("""
                    WITH RECURSIVE n (i, queued) AS (
                        SELECT 1, %3$d - %4$d * (%1$d / %2$d) UNION ALL
                        SELECT i + 1, %3$d - %4$d * ((%1$d - i - 1) / %2$d) FROM n WHERE i < %1$d)
                    INSERT INTO run (id, dataset, workload, kind, plan, "set", "trigger", state, attempt, queued, started,
                                     ended, bytes, added, frozen, estimate, hot_bytes, frozen_bytes, sha256, message, cause)
                    SELECT 'r' || i, 'shop.db.d' || (i %% %2$d), 'shop-db', 'postgres', 'critical', 's', 'schedule',
                           CASE WHEN i / %2$d %% 3 = 0 THEN 'SUCCEEDED' ELSE 'FAILED' END, 1, queued, queued + %5$d,
                           queued + 9 * %5$d, 1000 + i, 1, 0, 0, 0, 0, '', '', 'NONE'
                      FROM n""".formatted(runs, datasets, last.getEpochSecond() * A_SECOND, A_DAY, A_SECOND));
            statement.execute("""
                    INSERT INTO verdict (repository, snapshot, dataset, run, "set", time, bytes, sha256, file, kind, format)
                    SELECT 'repo-1', 'snap-' || id, dataset, id, 's', queued, 1, '', 'f', 'postgres', 'dump' FROM run WHERE state = 'SUCCEEDED'""");
            statement.execute("COMMIT");
        }
    }
}
