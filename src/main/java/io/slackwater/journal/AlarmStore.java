package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Raised alarms, the last ping, and the failed authentications: what alarms need after a restart. */
public record AlarmStore(Database database) {

    /** Alarms that are raised, by key, oldest first. */
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

    /** The last good night that the ping was sent for. */
    public Optional<Instant> pinged() {
        return database.first("SELECT night FROM ping", row -> row.time("night"));
    }

    public void pinged(Instant night) {
        database.update("INSERT OR REPLACE INTO ping (one, night) VALUES (1, ?)", Nanos.of(night));
    }

    /** Failed authentications of the last minutes, by minute since 1970, so that a restart does not end their alarm. */
    public SortedMap<Long, Long> authFailures() {
        SortedMap<Long, Long> failures = new TreeMap<>();
        database.list("SELECT * FROM auth_failure", row -> failures.put(row.number("minute"), row.number("count")));
        return failures;
    }

    public void authFailures(SortedMap<Long, Long> failures) {
        database.write(sql -> {
            sql.update("DELETE FROM auth_failure");
            for (Map.Entry<Long, Long> entry : failures.entrySet()) {
                sql.update("INSERT INTO auth_failure (minute, count) VALUES (?,?)", entry.getKey(), entry.getValue());
            }
        });
    }

    private static AlarmRecord alarm(Sql sql, Row row) throws SQLException {
        String key = row.text("key");
        List<String> sent = sql.list("SELECT cause FROM alarm_sent WHERE key = ?", cause -> cause.text("cause"), key);
        return row.as(AlarmRecord.class, Map.of("sent_causes", sent));
    }
}
