package io.slackwater.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stores which datasets have older snapshots that may share damaged data. */
public record SuspectedDamageStore(Database database) {

    /** Returns all suspected damage in the repository with this restic id. */
    public List<SuspectedDamage> in(String repository) {
        return database.list(SuspectedDamage.class, "SELECT * FROM suspected_damage WHERE repository = ?", repository);
    }

    public Optional<SuspectedDamage> of(String repository, String dataset) {
        return database.first(
                SuspectedDamage.class,
                "SELECT * FROM suspected_damage WHERE repository = ? AND dataset = ?",
                repository,
                dataset);
    }

    /** Returns the damage that the snapshot may share; empty for a snapshot that was made later. */
    public Optional<SuspectedDamage> of(Verified snapshot) {
        return of(snapshot.repository(), snapshot.dataset()).filter(damage -> !damage.excludes(snapshot));
    }

    public void begin(String repository, String dataset, Instant found, String reason) {
        SuspectedDamage damage = new SuspectedDamage(dataset, found, reason);
        database.write(sql -> Columns.of(damage).with("repository", repository).replace(sql, "suspected_damage"));
    }

    public void end(String repository, String dataset) {
        database.update("DELETE FROM suspected_damage WHERE repository = ? AND dataset = ?", repository, dataset);
    }
}
