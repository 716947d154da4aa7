package io.slackwater.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Stores the raised alarms and the time of the last ping, so that a restart repeats neither. */
public record AlarmStore(Database database) {

    /** Returns the raised alarms by their key, oldest first. */
    public Map<String, AlarmRecord> raised() {
        Map<String, AlarmRecord> alarms = new LinkedHashMap<>();
        database.list(AlarmRecord.class, "SELECT * FROM alarm ORDER BY since, key")
                .forEach(alarm -> alarms.put(alarm.key(), alarm));
        return alarms;
    }

    /** Writes the changed alarms and deletes the ended ones, in one transaction. */
    public void write(Collection<AlarmRecord> changed, Collection<String> ended) {
        database.write(sql -> {
            for (AlarmRecord alarm : changed) {
                Columns.of(alarm).replace(sql, "alarm");
            }
            for (String key : ended) {
                sql.update("DELETE FROM alarm WHERE key = ?", key);
            }
        });
    }

    /** Returns the time of the newest verified snapshot that the last ping reported. */
    public Optional<Instant> pinged() {
        return database.first(Instant.class, "SELECT night FROM ping");
    }

    public void pinged(Instant night) {
        database.update("INSERT OR REPLACE INTO ping (one, night) VALUES (1, ?)", night);
    }
}
