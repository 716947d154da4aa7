package io.slackwater.journal;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Stores when schedules last ran. The key of a schedule names its task and its plan or repository, such as {@code
 * plan:critical}.
 */
public record ScheduleStore(Database database) {

    private record Anchored(String schedule, Anchor anchor) {}

    private record Done(String schedule, Instant done) {}

    /** Returns when each schedule was last started, by the schedule's key. */
    public Map<String, Instant> lastDone() {
        Map<String, Instant> done = new HashMap<>();
        database.list(Done.class, "SELECT schedule, done FROM schedule_done")
                .forEach(one -> done.put(one.schedule(), one.done()));
        return done;
    }

    public void done(String schedule, Instant at) {
        database.update("INSERT OR REPLACE INTO schedule_done (schedule, done) VALUES (?,?)", schedule, at);
    }

    /** Returns the time from which each schedule counts, by the schedule's key. */
    public Map<String, Anchor> anchors() {
        Map<String, Anchor> anchors = new HashMap<>();
        database.list(Anchored.class, "SELECT * FROM schedule_anchor")
                .forEach(one -> anchors.put(one.schedule(), one.anchor()));
        return anchors;
    }

    /** Replaces all anchors. */
    public void anchors(Map<String, Anchor> anchors) {
        database.write(sql -> {
            sql.update("DELETE FROM schedule_anchor");
            for (Map.Entry<String, Anchor> entry : anchors.entrySet()) {
                Columns.of(entry.getValue()).with("schedule", entry.getKey()).insert(sql, "schedule_anchor");
            }
        });
    }

    public Optional<AfterFailure> afterFailure(String dataset) {
        return database.first(AfterFailure.class, "SELECT * FROM after_failure WHERE dataset = ?", dataset);
    }

    public void afterFailure(String dataset, AfterFailure now) {
        if (afterFailure(dataset).equals(Optional.of(now))) {
            return;
        }
        database.write(sql -> Columns.of(now).with("dataset", dataset).replace(sql, "after_failure"));
    }
}
