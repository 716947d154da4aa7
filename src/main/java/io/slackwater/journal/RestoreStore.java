package io.slackwater.journal;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stores restores with their steps. Keeps the newest 500, and all that have not ended. */
public record RestoreStore(Database database) {

    private static final int KEPT = 500;

    /** Records a restore and the object that it creates, before the restore begins. */
    public void begin(RestoreRecord restore, RestoredObject object) {
        database.write(sql -> {
            Columns.of(restore, object).insert(sql, "restore");
            sql.update(
                    "DELETE FROM restore WHERE state <> 'RUNNING' AND id NOT IN"
                            + " (SELECT id FROM restore ORDER BY started DESC LIMIT ?)",
                    KEPT);
        });
    }

    /** Records a step before it is executed, or the end of the restore. */
    public void update(RestoreRecord restore) {
        database.write(sql -> Columns.of(restore).update(sql, "restore", restore.id()));
    }

    /** Records the identity of the database that the restore created. */
    public void created(String restore, String identity) {
        database.update("UPDATE restore SET identity = ? WHERE id = ?", identity, restore);
    }

    public Optional<RestoreRecord> find(String id) {
        return database.first(RestoreRecord.class, "SELECT * FROM restore WHERE id = ?", id);
    }

    /** Returns the object that a restore creates. */
    public RestoredObject object(RestoreRecord restore) {
        return database.first(RestoredObject.class, "SELECT * FROM restore WHERE id = ?", restore.id())
                .orElseThrow();
    }

    /** Returns the ids of the snapshots that are being restored. */
    public Set<String> snapshotsInUse() {
        return Set.copyOf(database.list(
                String.class,
                "SELECT snapshot FROM restore WHERE state = 'RUNNING' UNION SELECT replaced_data.snapshot FROM replaced_data"
                        + " JOIN restore ON restore.id = replaced_data.restore WHERE restore.state = 'RUNNING'"));
    }

    /**
     * Returns all restores, oldest first. A restore counts as running until its end is recorded, even if its process
     * died.
     */
    public List<RestoreRecord> all() {
        return database.list(RestoreRecord.class, "SELECT * FROM restore ORDER BY started, id");
    }

    /**
     * Returns the newest recorded restore that created this database.
     *
     * @param identity as in {@link RestoredObject#identity}, not empty
     * @param name the name that the restore gave the database
     */
    public Optional<RestoreRecord> ofDatabase(String identity, String name) {
        return database.first(
                RestoreRecord.class,
                "SELECT * FROM restore WHERE identity = ? AND identity <> '' AND name = ? ORDER BY started DESC LIMIT 1",
                identity,
                name);
    }
}
