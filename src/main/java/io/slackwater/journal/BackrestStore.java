package io.slackwater.journal;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Stores which objects in Backrest belong to Slackwater, and what Slackwater still has to do there. */
public record BackrestStore(Database database) {

    /** The journal keeps this number of reverted edits. */
    public static final int MOST_REVERTS = 50;

    /** A kind of object in Backrest's configuration that can belong to Slackwater. */
    public enum Owned {
        REPOSITORY,
        PLAN
    }

    /** Returns a fingerprint of each plan or repository as Slackwater last wrote it, by its id in Backrest. */
    public Map<String, String> prints(Owned kind) {
        Map<String, String> prints = new TreeMap<>();
        database.list(
                "SELECT id, print FROM backrest_owned WHERE kind = ?",
                row -> prints.put(row.text("id"), row.text("print")),
                kind.name());
        return prints;
    }

    /** Replaces all fingerprints of a kind. */
    public void prints(Owned kind, Map<String, String> prints) {
        database.write(sql -> {
            sql.update("DELETE FROM backrest_owned WHERE kind = ?", kind.name());
            for (Map.Entry<String, String> one : prints.entrySet()) {
                sql.update(
                        "INSERT INTO backrest_owned (kind, id, print) VALUES (?,?,?)",
                        kind.name(),
                        one.getKey(),
                        one.getValue());
            }
        });
    }

    /** Returns the last edits that Slackwater reverted, newest first. */
    public List<Revert> reverts() {
        return database.read(sql -> sql.list(
                "SELECT * FROM backrest_revert ORDER BY seq DESC LIMIT ?",
                row -> row.as(Revert.class, Map.of("fields", fields(sql, row.number("seq")))),
                MOST_REVERTS));
    }

    private static List<FieldEdit> fields(Sql sql, long revert) throws SQLException {
        return sql.list(
                "SELECT * FROM backrest_revert_field WHERE revert = ? ORDER BY rowid",
                row -> row.as(FieldEdit.class),
                revert);
    }

    public void reverted(Revert revert) {
        database.write(sql -> {
            Columns.of(revert).without("fields").insert(sql, "backrest_revert");
            long seq = sql.first("SELECT last_insert_rowid() AS seq", row -> row.number("seq"))
                    .orElseThrow();
            for (FieldEdit edit : revert.fields()) {
                Columns.of(edit).with("revert", seq).insert(sql, "backrest_revert_field");
            }
            sql.update("DELETE FROM backrest_revert WHERE seq <= ?", seq - MOST_REVERTS);
        });
    }

    /**
     * Returns the backups that waited in Backrest's queue before Slackwater wrote the configuration. The write may have
     * removed them, so Slackwater starts missing ones again. Empty when no such check is due.
     */
    public Optional<QueuedBackups> queued() {
        return database.read(sql -> {
            Map<String, String> plans = new TreeMap<>();
            sql.list(
                    "SELECT operation, plan FROM backrest_queued",
                    row -> plans.put(row.text("operation"), row.text("plan")));
            return sql.first("SELECT max(newest) AS newest FROM backrest_queued", row -> row.number("newest"))
                    .filter(newest -> !plans.isEmpty())
                    .map(newest -> new QueuedBackups(newest, plans));
        });
    }

    public void queued(Optional<QueuedBackups> queued) {
        database.write(sql -> {
            sql.update("DELETE FROM backrest_queued");
            if (queued.isPresent()) {
                for (Map.Entry<String, String> one : queued.get().plans().entrySet()) {
                    sql.update(
                            "INSERT INTO backrest_queued (operation, plan, newest) VALUES (?,?,?)",
                            one.getKey(),
                            one.getValue(),
                            queued.get().newest());
                }
            }
        });
    }

    /** Returns the repositories whose snapshots Backrest must index again. */
    public SortedSet<String> toIndex() {
        return database.names("backrest_to_index");
    }

    public void toIndex(Set<String> repositories) {
        database.names("backrest_to_index", repositories);
    }

    /** Returns the ids of plans without a dataset that an admin asked to remove from Backrest. */
    public SortedSet<String> released() {
        return database.names("backrest_released");
    }

    public void released(Set<String> plans) {
        database.names("backrest_released", plans);
    }

    public BackrestState state() {
        return database.read(BackrestStore::state);
    }

    /** Changes the state in one transaction. */
    public void change(UnaryOperator<BackrestState> change) {
        database.write(sql -> {
            BackrestState now = change.apply(state(sql));
            sql.update("DELETE FROM backrest_log");
            sql.update("DELETE FROM backrest_missed");
            if (now.log().isPresent()) {
                Columns.of(now.log().get()).insert(sql, "backrest_log");
            }
            if (now.missed().isPresent()) {
                Columns.of(now.missed().get()).insert(sql, "backrest_missed");
            }
        });
    }

    private static BackrestState state(Sql sql) throws SQLException {
        return new BackrestState(
                sql.first("SELECT * FROM backrest_log", row -> row.as(BackrestState.LogPosition.class)),
                sql.first("SELECT * FROM backrest_missed", row -> row.as(BackrestState.MissedBackups.class)));
    }
}
