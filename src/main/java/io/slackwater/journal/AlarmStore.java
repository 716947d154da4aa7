package io.slackwater.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stores the raised alarms, the past alarms and the time of the last ping, so that a restart repeats neither. */
public record AlarmStore(Database database) {

    /** How many past alarms are kept. */
    private static final int KEPT = 10_000;

    /** Returns the raised alarms by their key, oldest first. */
    public Map<String, AlarmRecord> raised() {
        Map<String, AlarmRecord> alarms = new LinkedHashMap<>();
        database.list(AlarmRecord.class, "SELECT * FROM alarm ORDER BY since, key")
                .forEach(alarm -> alarms.put(alarm.key(), alarm));
        return alarms;
    }

    /**
     * Writes the changed alarms, deletes the ended ones and adds the past ones, in one transaction.
     *
     * @param past the newest {@value #KEPT} past alarms are kept
     */
    public void write(Collection<AlarmRecord> changed, Collection<String> ended, Collection<PastAlarm> past) {
        database.write(sql -> {
            for (AlarmRecord alarm : changed) {
                Columns.of(alarm).replace(sql, "alarm");
            }
            for (String key : ended) {
                sql.update("DELETE FROM alarm WHERE key = ?", key);
            }
            for (PastAlarm alarm : past) {
                Columns.of(alarm).insert(sql, "past_alarm");
            }
            if (!past.isEmpty()) {
                sql.update("DELETE FROM past_alarm WHERE seq <= (SELECT max(seq) FROM past_alarm) - ?", KEPT);
            }
        });
    }

    /**
     * Returns a page of the past alarms. Of equal alarms, the one that ended last comes first.
     *
     * @param severity only alarms of this severity; empty for all
     * @param skipped the number of alarms on the pages before
     */
    public List<PastAlarm> past(
            Optional<String> severity, PastAlarm.By by, boolean descending, long skipped, int limit) {
        return database.list(
                PastAlarm.class,
                "SELECT * FROM past_alarm WHERE severity = coalesce(?, severity) ORDER BY " + by.column()
                        + (descending ? " DESC" : "") + ", seq DESC LIMIT ? OFFSET ?",
                severity,
                limit,
                skipped);
    }

    /** Returns the number of past alarms of a severity; empty for all. */
    public long pastCount(Optional<String> severity) {
        return database.first(
                        Long.class, "SELECT count(*) FROM past_alarm WHERE severity = coalesce(?, severity)", severity)
                .orElse(0L);
    }

    /** Returns the time of the newest verified snapshot that the last ping reported. */
    public Optional<Instant> pinged() {
        return database.first(Instant.class, "SELECT night FROM ping");
    }

    public void pinged(Instant night) {
        database.update("INSERT OR REPLACE INTO ping (one, night) VALUES (1, ?)", night);
    }
}
