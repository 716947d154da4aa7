package io.slackwater.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stores which live data restores replace, and where the data beside them are. */
public record ReplacedDataStore(Database database) {

    /** Records the data that a restore is about to replace, before anything is written beside them. */
    public void begin(List<ReplacedData> all) {
        database.write(sql -> {
            for (ReplacedData data : all) {
                Columns.of(data).insert(sql, "replaced_data");
            }
        });
    }

    /** Records the identifier of the restored data. */
    public void prepared(ReplacedData data, String identity) {
        database.update(
                "UPDATE replaced_data SET identity = ? WHERE restore = ? AND position = ?",
                identity,
                data.restore(),
                data.position());
    }

    /** Records until when the data beside are kept; empty when they were removed. */
    public void kept(ReplacedData data, Optional<Instant> until) {
        database.update(
                "UPDATE replaced_data SET until = ? WHERE restore = ? AND position = ?",
                until.orElse(null),
                data.restore(),
                data.position());
    }

    /** Returns the data that a restore replaces, in its order. */
    public List<ReplacedData> of(String restore) {
        return database.list(
                ReplacedData.class, "SELECT * FROM replaced_data WHERE restore = ? ORDER BY position", restore);
    }

    /** Returns the data beside live ones whose time is over. */
    public List<ReplacedData> expired(Instant now) {
        return database.list(
                ReplacedData.class, "SELECT * FROM replaced_data WHERE until <= ? ORDER BY restore, position", now);
    }

    /** Returns the id of the running restore that replaces data of this workload; empty when there is none. */
    public Optional<String> running(String workload) {
        return database.first(
                String.class,
                "SELECT restore.id FROM restore JOIN replaced_data ON replaced_data.restore = restore.id"
                        + " WHERE restore.state = 'RUNNING' AND replaced_data.workload = ? LIMIT 1",
                workload);
    }
}
