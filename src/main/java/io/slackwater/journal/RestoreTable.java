package io.slackwater.journal;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The rows of restores. Each method is part of the caller's transaction. */
final class RestoreTable {

    private static final int KEPT = 500;

    private RestoreTable() {}

    static void put(Sql sql, RestoreRecord restore) throws SQLException {
        sql.update(
                "INSERT OR REPLACE INTO restore (id, dataset, snapshot, kind, workload, place, target, state, started, ended,"
                        + " message, warning, identity) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                restore.id(),
                restore.dataset(),
                restore.snapshot(),
                restore.kind(),
                restore.workload(),
                restore.place(),
                restore.target(),
                restore.state().name(),
                Nanos.of(restore.started()),
                Nanos.of(restore.ended()),
                restore.message(),
                restore.warning(),
                restore.identity());
        sql.update(
                "DELETE FROM restore WHERE state <> 'RUNNING' AND id NOT IN"
                        + " (SELECT id FROM restore ORDER BY started DESC LIMIT ?)",
                KEPT);
    }

    static List<RestoreRecord> all(Sql sql) throws SQLException {
        return sql.list("SELECT * FROM restore ORDER BY started, id", RestoreTable::restore);
    }

    /** The newest one that made the database of this identity. */
    static Optional<RestoreRecord> of(Sql sql, String identity) throws SQLException {
        return sql
                .list(
                        "SELECT * FROM restore WHERE identity = ? AND identity <> '' ORDER BY started DESC LIMIT 1",
                        RestoreTable::restore,
                        identity)
                .stream()
                .findFirst();
    }

    private static RestoreRecord restore(Row row) throws SQLException {
        return new RestoreRecord(
                row.text("id"),
                row.text("dataset"),
                row.text("snapshot"),
                row.text("kind"),
                row.text("workload"),
                row.text("place"),
                row.text("target"),
                RestoreRecord.State.valueOf(row.text("state")),
                row.time("started"),
                row.maybeTime("ended"),
                row.text("message"),
                row.text("warning"),
                row.text("identity"));
    }
}
