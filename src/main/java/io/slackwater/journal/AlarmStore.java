package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Raised alarms, the last ping, and the failed authentications: what alarms need after a restart. */
public final class AlarmStore {

    private final Database database;

    AlarmStore(Database database) {
        this.database = database;
    }

    /** Alarms that are raised, by key, oldest first. */
    public Map<String, AlarmRecord> raised() {
        Map<String, AlarmRecord> alarms = new LinkedHashMap<>();
        database.read(sql -> sql.list(
                "SELECT * FROM alarm ORDER BY since, key", row -> alarms.put(row.text("key"), alarm(sql, row))));
        return alarms;
    }

    public void raise(AlarmRecord alarm) {
        database.write(sql -> {
            sql.update(
                    "INSERT OR REPLACE INTO alarm (key, severity, title, detail, remedy, cause, since, last_sent, over)"
                            + " VALUES (?,?,?,?,?,?,?,?,?)",
                    alarm.key(),
                    alarm.severity(),
                    alarm.title(),
                    alarm.detail(),
                    alarm.remedy(),
                    alarm.cause(),
                    Nanos.of(alarm.since()),
                    Nanos.of(alarm.lastSent()),
                    Nanos.of(alarm.over()));
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
        return new AlarmRecord(
                key,
                row.text("severity"),
                row.text("title"),
                row.text("detail"),
                row.text("remedy"),
                row.text("cause"),
                row.time("since"),
                row.maybeTime("last_sent"),
                Set.copyOf(sql.list("SELECT cause FROM alarm_sent WHERE key = ?", sent -> sent.text("cause"), key)),
                row.maybeTime("over"));
    }
}
