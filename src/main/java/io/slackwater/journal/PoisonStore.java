package io.slackwater.journal;

import java.sql.SQLException;
import java.util.List;

/** Stores poison: snapshots of failed runs, which must be removed before the dataset's next run. */
public record PoisonStore(Database database) {

    /**
     * Records that a snapshot must be removed. Recording it twice changes nothing.
     *
     * @throws IllegalStateException the snapshot is verified, so it must be kept
     */
    public void add(Poison poison) {
        String snapshot = poison.snapshot().orElse(null);
        database.write(sql -> {
            if (snapshot != null
                    && VerdictStore.find(sql, poison.repository(), snapshot).isPresent()) {
                throw new IllegalStateException(
                        "Snapshot %s of dataset %s is verified and must not be removed as a leftover of a failed run."
                                .formatted(snapshot, poison.dataset()));
            }
            sql.update(
                    "INSERT INTO poison (repository, dataset, run, snapshot) VALUES (?,?,?,?) ON CONFLICT DO NOTHING",
                    poison.repository(),
                    poison.dataset(),
                    poison.run(),
                    snapshot);
        });
    }

    /** Returns all records, oldest first. */
    public List<Poison> all() {
        return database.list("SELECT * FROM poison ORDER BY seq", row -> row.as(Poison.class));
    }

    /** Deletes the record, because the snapshots of this run were removed. */
    public void forgotten(String repository, String run) {
        database.update("DELETE FROM poison WHERE repository = ? AND run = ?", repository, run);
    }

    static boolean contains(Sql sql, String repository, String snapshot) throws SQLException {
        return sql.first(
                        "SELECT seq FROM poison WHERE repository = ? AND snapshot = ?",
                        row -> row.number("seq"),
                        repository,
                        snapshot)
                .isPresent();
    }
}
