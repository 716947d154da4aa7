package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Datasets with older snapshots that may share damaged data. */
public final class SuspectedDamageStore {

    private final Database database;

    SuspectedDamageStore(Database database) {
        this.database = database;
    }

    /** The suspected damage in a repository, which is given by its restic id. */
    public List<SuspectedDamage> in(String repository) {
        return database.list(
                "SELECT * FROM suspected_damage WHERE repository = ?", SuspectedDamageStore::suspected, repository);
    }

    public Optional<SuspectedDamage> of(String repository, String dataset) {
        return database.first(
                "SELECT * FROM suspected_damage WHERE repository = ? AND dataset = ?",
                SuspectedDamageStore::suspected,
                repository,
                dataset);
    }

    /** The damage that a snapshot may share; empty for a snapshot that is younger than the damage. */
    public Optional<SuspectedDamage> of(Verified snapshot) {
        return of(snapshot.repository(), snapshot.dataset()).filter(damage -> !damage.excludes(snapshot));
    }

    public void begin(String repository, String dataset, Instant found, String reason) {
        database.update(
                "INSERT OR REPLACE INTO suspected_damage (repository, dataset, found, reason) VALUES (?,?,?,?)",
                repository,
                dataset,
                Nanos.of(found),
                reason);
    }

    public void end(String repository, String dataset) {
        database.update("DELETE FROM suspected_damage WHERE repository = ? AND dataset = ?", repository, dataset);
    }

    private static SuspectedDamage suspected(Row row) throws SQLException {
        return new SuspectedDamage(row.text("dataset"), row.time("found"), row.text("reason"));
    }
}
