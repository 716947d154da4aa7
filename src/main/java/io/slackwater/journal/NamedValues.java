package io.slackwater.journal;

import io.slackwater.journal.Journal.AlarmRecord;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** When things were last done, alarms and notes. Each method is part of the caller's transaction. */
final class NamedValues {

    private NamedValues() {}

    static Optional<Instant> lastDone(Sql sql, String what) throws SQLException {
        return sql.first("SELECT at FROM done WHERE what = ?", row -> row.time("at"), what);
    }

    static void done(Sql sql, String what, Instant at) throws SQLException {
        sql.update(
                "INSERT INTO done (what, at) VALUES (?,?) ON CONFLICT (what) DO UPDATE SET at = excluded.at",
                what,
                Nanos.of(at));
    }

    static Map<String, AlarmRecord> alarms(Sql sql) throws SQLException {
        Map<String, AlarmRecord> alarms = new LinkedHashMap<>();
        for (AlarmRecord alarm : sql.list("SELECT * FROM alarm ORDER BY since, key", NamedValues::alarm)) {
            alarms.put(alarm.key(), alarm);
        }
        return alarms;
    }

    static void raise(Sql sql, AlarmRecord alarm) throws SQLException {
        sql.update(
                "INSERT OR REPLACE INTO alarm (key, severity, title, detail, remedy, since, last_sent, over)"
                        + " VALUES (?,?,?,?,?,?,?,?)",
                alarm.key(),
                alarm.severity(),
                alarm.title(),
                alarm.detail(),
                alarm.remedy(),
                Nanos.of(alarm.since()),
                Nanos.of(alarm.lastSent()),
                Nanos.of(alarm.over()));
    }

    static void clear(Sql sql, String key) throws SQLException {
        sql.update("DELETE FROM alarm WHERE key = ?", key);
    }

    static Optional<String> note(Sql sql, String key) throws SQLException {
        return sql.first("SELECT value FROM note WHERE key = ?", row -> row.text("value"), key);
    }

    static void note(Sql sql, String key, String value) throws SQLException {
        sql.update(
                "INSERT INTO note (key, value) VALUES (?,?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                key,
                value);
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
