package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Raised alarms, and what alarms and pings must know after a restart. */
public final class AlarmStore {

    private final Database database;

    AlarmStore(Database database) {
        this.database = database;
    }

    /** Alarms that are raised, by key, oldest first. */
    public Map<String, AlarmRecord> raised() {
        Map<String, AlarmRecord> alarms = new LinkedHashMap<>();
        database.read("list alarms", sql -> sql.list("SELECT * FROM alarm ORDER BY since, key", AlarmStore::alarm))
                .forEach(alarm -> alarms.put(alarm.key(), alarm));
        return alarms;
    }

    public void raise(AlarmRecord alarm) {
        database.write(
                "record alarm " + alarm.key(),
                sql -> sql.update(
                        "INSERT OR REPLACE INTO alarm (key, severity, title, detail, remedy, since, last_sent, over)"
                                + " VALUES (?,?,?,?,?,?,?,?)",
                        alarm.key(),
                        alarm.severity(),
                        alarm.title(),
                        alarm.detail(),
                        alarm.remedy(),
                        Nanos.of(alarm.since()),
                        Nanos.of(alarm.lastSent()),
                        Nanos.of(alarm.over())));
    }

    public void clear(String key) {
        database.write("clear alarm " + key, sql -> sql.update("DELETE FROM alarm WHERE key = ?", key));
    }

    /** The last good night that the ping was sent for. */
    public Optional<Instant> pinged() {
        return database.read(
                "read the last ping", sql -> sql.first("SELECT night FROM ping", row -> row.time("night")));
    }

    public void pinged(Instant night) {
        database.write(
                "record the ping",
                sql -> sql.update("INSERT OR REPLACE INTO ping (one, night) VALUES (1, ?)", Nanos.of(night)));
    }

    /** Failed authentications of the last minutes, by minute since 1970: a restart does not end their alarm. */
    public SortedMap<Long, Long> authFailures() {
        SortedMap<Long, Long> failures = new TreeMap<>();
        database.read(
                "read the failed authentications",
                sql -> sql.list(
                        "SELECT * FROM auth_failure", row -> failures.put(row.number("minute"), row.number("count"))));
        return failures;
    }

    public void authFailures(SortedMap<Long, Long> failures) {
        database.write("record the failed authentications", sql -> {
            sql.update("DELETE FROM auth_failure");
            for (Map.Entry<Long, Long> entry : failures.entrySet()) {
                sql.update("INSERT INTO auth_failure (minute, count) VALUES (?,?)", entry.getKey(), entry.getValue());
            }
        });
    }

    private static AlarmRecord alarm(Row row) throws SQLException {
        return new AlarmRecord(
                row.text("key"),
                row.text("severity"),
                row.text("title"),
                row.text("detail"),
                row.text("remedy"),
                row.time("since"),
                row.maybeTime("last_sent"),
                row.maybeTime("over"));
    }
}
