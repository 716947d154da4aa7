package io.slackwater.journal;

import java.util.List;
import java.util.Optional;

/** The restores with their steps. Keeps the newest 500, and all that have not ended. */
public record RestoreStore(Database database) {

    private static final int KEPT = 500;

    /** Records a restore before it does anything. */
    public void begin(RestoreRecord restore) {
        database.write(sql -> {
            Columns.of(restore).insert(sql, "restore");
            sql.update(
                    "DELETE FROM restore WHERE state <> 'RUNNING' AND id NOT IN"
                            + " (SELECT id FROM restore ORDER BY started DESC LIMIT ?)",
                    KEPT);
        });
    }

    /** Records a step before the restore executes it. */
    public void creates(String restore, RestoreStep step) {
        database.write(sql -> Columns.of(step).with("restore", restore).insert(sql, "restore_step"));
    }

    /** Records that the database of a restore's newest step exists, and its identity. */
    public void created(String restore, String identity) {
        database.update(
                "UPDATE restore_step SET identity = ? WHERE seq ="
                        + " (SELECT max(seq) FROM restore_step WHERE restore = ?)",
                identity,
                restore);
    }

    /** Records the end of a restore. */
    public void end(RestoreRecord restore) {
        database.update(
                "UPDATE restore SET state = ?, ended = ?, message = ? WHERE id = ?",
                restore.state().name(),
                Nanos.of(restore.ended()),
                restore.message(),
                restore.id());
    }

    public Optional<RestoreRecord> find(String id) {
        return database.first("SELECT * FROM restore WHERE id = ?", row -> row.as(RestoreRecord.class), id);
    }

    /** Oldest first. A restore is running until its end is recorded, also when its process died. */
    public List<RestoreRecord> all() {
        return database.list("SELECT * FROM restore ORDER BY started, id", row -> row.as(RestoreRecord.class));
    }

    /** The steps of a restore, newest first, which is the order of their undo. */
    public List<RestoreStep> steps(String restore) {
        return database.list(
                "SELECT * FROM restore_step WHERE restore = ? ORDER BY seq DESC",
                row -> row.as(RestoreStep.class),
                restore);
    }

    /**
     * The newest restore that created this database, if it is still known.
     *
     * @param identity as in {@link RestoreStep#identity}, not empty
     * @param name the name that the restore gave the database
     */
    public Optional<RestoreRecord> ofDatabase(String identity, String name) {
        return database.first(
                "SELECT restore.* FROM restore JOIN restore_step ON restore_step.restore = restore.id"
                        + " WHERE identity = ? AND identity <> '' AND name = ? ORDER BY started DESC LIMIT 1",
                row -> row.as(RestoreRecord.class),
                identity,
                name);
    }
}
