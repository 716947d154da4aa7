package io.slackwater.journal;

import java.sql.SQLException;
import java.util.List;

/** Poison: snapshots of failed runs that must be forgotten before the dataset's next run. */
public record PoisonStore(Database database) {

    /**
     * Records that a snapshot must be removed. A repeated record changes nothing.
     *
     * @throws IllegalStateException the snapshot has a verdict: it is verified and must be kept
     */
    public void add(Poison poison) {
        String snapshot = poison.snapshot().orElse(null);
        database.write(sql -> {
            if (snapshot != null
                    && VerdictStore.find(sql, poison.repository(), snapshot).isPresent()) {
                throw new IllegalStateException(
                        "Snapshot %s of dataset %s is verified; it is not forgotten as a leftover."
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

    /** Oldest first. */
    public List<Poison> all() {
        return database.list("SELECT * FROM poison ORDER BY seq", row -> row.as(Poison.class));
    }

    /** The poison of this run is gone. */
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
