package io.slackwater.journal;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Raised alarms. */
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
