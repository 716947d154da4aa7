package io.slackwater.journal;

import java.util.List;
import java.util.Optional;

/** Stores restores with their steps. Keeps the newest 500, and all that have not ended. */
public record RestoreStore(Database database) {

    private static final int KEPT = 500;

    /** Records a restore before it begins. */
    public void begin(RestoreRecord restore) {
        database.write(sql -> {
            Columns.of(restore).insert(sql, "restore");
            sql.update(
                    "DELETE FROM restore WHERE state <> 'RUNNING' AND id NOT IN"
                            + " (SELECT id FROM restore ORDER BY started DESC LIMIT ?)",
                    KEPT);
        });
    }

    /** Records a step before it is executed. */
    public void creates(String restore, RestoreStep step) {
        database.write(sql -> Columns.of(step).with("restore", restore).insert(sql, "restore_step"));
    }

    /** Records the identity of the database that the restore's newest step created. */
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

    /**
     * Returns all restores, oldest first. A restore counts as running until its end is recorded, even if its process
     * died.
     */
    public List<RestoreRecord> all() {
        return database.list("SELECT * FROM restore ORDER BY started, id", row -> row.as(RestoreRecord.class));
    }

    /** Returns the steps of a restore, newest first. This is the order in which they are undone. */
    public List<RestoreStep> steps(String restore) {
        return database.list(
                "SELECT * FROM restore_step WHERE restore = ? ORDER BY seq DESC",
                row -> row.as(RestoreStep.class),
                restore);
    }

    /**
     * Returns the newest recorded restore that created this database.
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
