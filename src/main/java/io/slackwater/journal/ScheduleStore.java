package io.slackwater.journal;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The state of the schedule that survives a restart. A schedule's key names its task and its plan or repository
 * ({@code plan:critical}).
 */
public final class ScheduleStore {

    private final Database database;

    ScheduleStore(Database database) {
        this.database = database;
    }

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
                "SELECT * FROM schedule_state WHERE since IS NOT NULL",
                row -> anchors.put(
                        row.text("schedule"),
                        new Anchor(row.time("since"), row.maybeTime("counted"), row.text("rule"))));
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
                "SELECT * FROM after_failure WHERE dataset = ?",
                row -> new AfterFailure(
                        row.text("run"), row.number("changed") != 0, row.text("made"), row.text("state")),
                dataset);
    }

    public void afterFailure(String dataset, AfterFailure now) {
        if (afterFailure(dataset).equals(Optional.of(now))) {
            return;
        }
        database.update(
                "INSERT OR REPLACE INTO after_failure (dataset, run, changed, made, state) VALUES (?,?,?,?,?)",
                dataset,
                now.run(),
                now.changed() ? 1 : 0,
                now.made(),
                now.state());
    }
}
