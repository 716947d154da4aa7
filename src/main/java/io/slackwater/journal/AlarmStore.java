package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stores the raised alarms and the time of the last ping, so that a restart repeats neither. */
public record AlarmStore(Database database) {

    /** Returns the raised alarms by their key, oldest first. */
    public Map<String, AlarmRecord> raised() {
        Map<String, AlarmRecord> alarms = new LinkedHashMap<>();
        database.read(sql -> sql.list(
                "SELECT * FROM alarm ORDER BY since, key", row -> alarms.put(row.text("key"), alarm(sql, row))));
        return alarms;
    }

    public void raise(AlarmRecord alarm) {
        database.write(sql -> {
            Columns.of(alarm).without("sent_causes").replace(sql, "alarm");
            for (String cause : alarm.sentCauses()) {
                sql.update("INSERT INTO alarm_sent (key, cause) VALUES (?,?)", alarm.key(), cause);
            }
        });
    }

    public void clear(String key) {
        database.update("DELETE FROM alarm WHERE key = ?", key);
    }

    /** Returns the time of the newest verified snapshot that the last ping reported. */
    public Optional<Instant> pinged() {
        return database.first("SELECT night FROM ping", row -> row.time("night"));
    }

    public void pinged(Instant night) {
        database.update("INSERT OR REPLACE INTO ping (one, night) VALUES (1, ?)", Nanos.of(night));
    }

    private static AlarmRecord alarm(Sql sql, Row row) throws SQLException {
        String key = row.text("key");
        List<String> sent = sql.list("SELECT cause FROM alarm_sent WHERE key = ?", cause -> cause.text("cause"), key);
        return row.as(AlarmRecord.class, Map.of("sent_causes", sent));
    }
}
