package io.slackwater.journal;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Stores poison: snapshots of failed runs, which must be removed before the dataset's next run. */
public record PoisonStore(Database database) {

    /**
     * Records that a snapshot must be removed. Recording it twice changes nothing.
     *
     * @throws IllegalStateException the snapshot is verified, so it must be kept
     */
    public void add(Poison poison) {
        database.write(sql -> {
            Optional<String> snapshot = poison.snapshot();
            if (snapshot.isPresent()
                    && VerdictStore.find(sql, poison.repository(), snapshot.get())
                            .isPresent()) {
                throw new IllegalStateException(
                        "Snapshot %s of dataset %s is verified and must not be removed as a leftover of a failed run."
                                .formatted(snapshot.get(), poison.dataset()));
            }
            sql.update(
                    "INSERT OR IGNORE INTO poison (repository, dataset, run, snapshot) VALUES (?,?,?,?)",
                    poison.repository(),
                    poison.dataset(),
                    poison.run(),
                    snapshot);
        });
    }

    /** Returns all records, oldest first. */
    public List<Poison> all() {
        return database.list(Poison.class, "SELECT * FROM poison ORDER BY seq");
    }

    /** Deletes the record, because the snapshots of this run were removed. */
    public void forgotten(String repository, String run) {
        database.update("DELETE FROM poison WHERE repository = ? AND run = ?", repository, run);
    }

    static boolean contains(Sql sql, String repository, String snapshot) throws SQLException {
        return sql.any("SELECT seq FROM poison WHERE repository = ? AND snapshot = ?", repository, snapshot);
    }
}
