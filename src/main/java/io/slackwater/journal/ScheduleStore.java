package io.slackwater.journal;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The state of the schedule that survives a restart. A schedule's key names its task and its plan or repository
 * ({@code plan:critical}).
 */
public record ScheduleStore(Database database) {

    /** When the schedule was last started; empty when never. */
    public Optional<Instant> lastDone(String schedule) {
        return database.first(
                "SELECT done FROM schedule_state WHERE schedule = ? AND done IS NOT NULL",
                row -> row.time("done"),
                schedule);
    }

    public void done(String schedule, Instant at) {
        database.update(
                "INSERT INTO schedule_state (schedule, done) VALUES (?,?)"
                        + " ON CONFLICT (schedule) DO UPDATE SET done = excluded.done",
                schedule,
                Nanos.of(at));
    }

    /** The anchors, by the key of their schedule. */
    public Map<String, Anchor> anchors() {
        Map<String, Anchor> anchors = new HashMap<>();
        database.list(
                "SELECT schedule, since, counted AS done, rule FROM schedule_state WHERE since IS NOT NULL",
                row -> anchors.put(row.text("schedule"), row.as(Anchor.class)));
        return anchors;
    }

    /** Replaces all anchors. */
    public void anchors(Map<String, Anchor> anchors) {
        database.write(sql -> {
            sql.update("UPDATE schedule_state SET since = NULL, counted = NULL, rule = NULL");
            for (Map.Entry<String, Anchor> entry : anchors.entrySet()) {
                Anchor anchor = entry.getValue();
                sql.update(
                        "INSERT INTO schedule_state (schedule, since, counted, rule) VALUES (?,?,?,?) ON CONFLICT (schedule)"
                                + " DO UPDATE SET since = excluded.since, counted = excluded.counted, rule = excluded.rule",
                        entry.getKey(),
                        Nanos.of(anchor.since()),
                        Nanos.of(anchor.done()),
                        anchor.rule());
            }
        });
    }

    public Optional<AfterFailure> afterFailure(String dataset) {
        return database.first(
                "SELECT * FROM after_failure WHERE dataset = ?", row -> row.as(AfterFailure.class), dataset);
    }

    public void afterFailure(String dataset, AfterFailure now) {
        if (afterFailure(dataset).equals(Optional.of(now))) {
            return;
        }
        database.write(sql -> Columns.of(now).with("dataset", dataset).replace(sql, "after_failure"));
    }
}
