package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Datasets with older snapshots that may share damaged data. */
public final class DoubtStore {

    private final Database database;

    DoubtStore(Database database) {
        this.database = database;
    }

    /** The doubts about a repository, which is given by its restic id. */
    public List<InDoubt> in(String repository) {
        return database.read(
                "list doubts",
                sql -> sql.list("SELECT * FROM doubt WHERE repository = ?", DoubtStore::doubt, repository));
    }

    public Optional<InDoubt> of(String repository, String dataset) {
        return database.read(
                "read the doubt about " + dataset,
                sql -> sql.first(
                        "SELECT * FROM doubt WHERE repository = ? AND dataset = ?",
                        DoubtStore::doubt,
                        repository,
                        dataset));
    }

    /** The doubt about a snapshot; empty for a snapshot that is younger than the damage. */
    public Optional<InDoubt> of(Verified snapshot) {
        return of(snapshot.repository(), snapshot.dataset()).filter(doubt -> !doubt.clears(snapshot));
    }

    public void begin(String repository, String dataset, Instant found, String reason) {
        database.write(
                "record the doubt about " + dataset,
                sql -> sql.update(
                        "INSERT OR REPLACE INTO doubt (repository, dataset, found, reason) VALUES (?,?,?,?)",
                        repository,
                        dataset,
                        Nanos.of(found),
                        reason));
    }

    public void end(String repository, String dataset) {
        database.write(
                "end the doubt about " + dataset,
                sql -> sql.update("DELETE FROM doubt WHERE repository = ? AND dataset = ?", repository, dataset));
    }

    private static InDoubt doubt(Row row) throws SQLException {
        return new InDoubt(row.text("dataset"), row.time("found"), row.text("reason"));
    }
}
