package io.slackwater.journal;

import io.slackwater.journal.Journal.Damaged;
import io.slackwater.journal.Journal.Poison;
import io.slackwater.journal.Journal.Verified;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rows of verdicts and of poison: a snapshot is never both. Each method is part of the caller's transaction. */
final class VerdictTable {

    private VerdictTable() {}

    static void insert(Sql sql, Verified verdict, RunRecord endedRun) throws SQLException {
        if (endedRun.state() != RunState.SUCCEEDED
                || !endedRun.id().equals(verdict.run())
                || !endedRun.dataset().equals(verdict.dataset())
                || !endedRun.snapshot().equals(Optional.of(verdict.snapshot()))
                || !endedRun.repository().equals(Optional.of(verdict.repository()))) {
            throw new IllegalArgumentException(
                    "The verdict on snapshot %s of dataset %s and its run %s (%s) do not belong together."
                            .formatted(verdict.snapshot(), verdict.dataset(), endedRun.id(), endedRun.state()));
        }
        if (isPoison(sql, verdict.repository(), verdict.snapshot())) {
            throw new IllegalStateException("Snapshot %s of dataset %s is to be forgotten and cannot become verified."
                    .formatted(verdict.snapshot(), verdict.dataset()));
        }
        sql.update(
                "INSERT INTO verdict (repository, snapshot, dataset, run, set_id, time, bytes, sha256, file, facts)"
                        + " VALUES (?,?,?,?,?,?,?,?,?,?)",
                verdict.repository(),
                verdict.snapshot(),
                verdict.dataset(),
                verdict.run(),
                verdict.set(),
                Nanos.of(verdict.time()),
                verdict.bytes(),
                verdict.sha256(),
                verdict.file(),
                Facts.text(verdict.facts()));
    }

    static List<Verified> list(Sql sql, String dataset) throws SQLException {
        return sql.list(
                "SELECT * FROM verdict WHERE dataset = ? AND damaged IS NULL ORDER BY time DESC, rowid DESC",
                VerdictTable::verified,
                dataset);
    }

    static Optional<Verified> find(Sql sql, String repository, String snapshot) throws SQLException {
        return sql.first(
                "SELECT * FROM verdict WHERE repository = ? AND snapshot = ? AND damaged IS NULL",
                VerdictTable::verified,
                repository,
                snapshot);
    }

    static void damaged(Sql sql, String repository, String snapshot, Instant at) throws SQLException {
        sql.update(
                "UPDATE verdict SET damaged = ? WHERE repository = ? AND snapshot = ? AND damaged IS NULL",
                Nanos.of(at),
                repository,
                snapshot);
    }

    static List<Damaged> damaged(Sql sql) throws SQLException {
        return sql.list(
                "SELECT * FROM verdict WHERE damaged IS NOT NULL ORDER BY time DESC, rowid DESC",
                row -> new Damaged(verified(row), row.time("damaged")));
    }

    static void sound(Sql sql, String repository, Set<String> snapshots) throws SQLException {
        for (String snapshot : snapshots) {
            sql.update("UPDATE verdict SET damaged = NULL WHERE repository = ? AND snapshot = ?", repository, snapshot);
        }
    }

    static Map<String, String> trees(Sql sql, String repository) throws SQLException {
        Map<String, String> trees = new HashMap<>();
        sql.list(
                "SELECT snapshot, tree FROM verdict WHERE repository = ?",
                row -> trees.put(row.text("snapshot"), row.text("tree")),
                repository);
        return trees;
    }

    static void seen(Sql sql, String repository, Map<String, String> trees) throws SQLException {
        for (Map.Entry<String, String> one : trees.entrySet()) {
            sql.update(
                    "UPDATE verdict SET tree = ? WHERE repository = ? AND snapshot = ? AND tree = ''",
                    one.getValue(),
                    repository,
                    one.getKey());
        }
    }

    static void forget(Sql sql, String repository, Set<String> snapshots) throws SQLException {
        for (String snapshot : snapshots) {
            sql.update("DELETE FROM verdict WHERE repository = ? AND snapshot = ?", repository, snapshot);
        }
    }

    static void poison(Sql sql, Poison poison) throws SQLException {
        String snapshot = poison.snapshot().orElse(null);
        if (snapshot != null && find(sql, poison.repository(), snapshot).isPresent()) {
            throw new IllegalStateException("Snapshot %s of dataset %s is verified; it is not forgotten as a leftover."
                    .formatted(snapshot, poison.dataset()));
        }
        sql.update(
                "INSERT INTO poison (repository, dataset, run, snapshot, reason) VALUES (?,?,?,?,?)"
                        + " ON CONFLICT (repository, run, coalesce(snapshot, '')) DO UPDATE SET reason = excluded.reason",
                poison.repository(),
                poison.dataset(),
                poison.run(),
                snapshot,
                poison.reason());
    }

    static List<Poison> poison(Sql sql) throws SQLException {
        return sql.list(
                "SELECT * FROM poison ORDER BY seq",
                row -> new Poison(
                        row.text("repository"),
                        row.text("dataset"),
                        row.text("run"),
                        row.maybeText("snapshot"),
                        row.text("reason")));
    }

    static void cured(Sql sql, String repository, String run) throws SQLException {
        sql.update("DELETE FROM poison WHERE repository = ? AND run = ?", repository, run);
    }

    private static boolean isPoison(Sql sql, String repository, String snapshot) throws SQLException {
        return sql.first(
                        "SELECT seq FROM poison WHERE repository = ? AND snapshot = ?",
                        row -> row.number("seq"),
                        repository,
                        snapshot)
                .isPresent();
    }

    private static Verified verified(Row row) throws SQLException {
        return new Verified(
                row.text("repository"),
                row.text("snapshot"),
                row.text("dataset"),
                row.text("run"),
                row.text("set_id"),
                row.time("time"),
                row.number("bytes"),
                row.text("sha256"),
                row.text("file"),
                Facts.read(row.text("facts")));
    }
}
