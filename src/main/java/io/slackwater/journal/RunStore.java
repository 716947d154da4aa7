package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Stores the runs, their attempts and their results. */
public record RunStore(Database database) {

    private record Outcomes(String dataset, RunState state, long runs) {}

    /**
     * Records a queued run.
     *
     * @throws JournalException a run with this id exists
     */
    public void queued(RunRecord run) {
        if (run.state() != RunState.QUEUED) {
            throw new IllegalArgumentException(
                    "Run %s must be queued when it is first recorded, but it is %s.".formatted(run.id(), run.state()));
        }
        database.write(sql -> Columns.of(run.identity(), run.progress(), run.result(), run.pause())
                .insert(sql, "run"));
    }

    /**
     * Changes the run's row. An ended run never changes again. Only {@link VerdictStore#verified(Verified, RunRecord)}
     * records a success.
     *
     * @throws IllegalStateException the run does not exist, or {@link RunState} does not allow the new state, for
     *     example after a cancellation
     * @throws IllegalArgumentException the run succeeded
     * @throws JournalException the end time does not match the state
     */
    public void update(RunRecord run) {
        if (run.state() == RunState.SUCCEEDED) {
            throw new IllegalArgumentException(
                    "Run %s may succeed only together with the record of its verified snapshot.".formatted(run.id()));
        }
        database.write(sql -> update(sql, run));
    }

    public Optional<RunRecord> find(String id) {
        return database.read(sql -> find(sql, id));
    }

    /** Returns the newest runs of a dataset, newest first. */
    public List<RunRecord> newest(String dataset, int limit) {
        return page(Optional.of(dataset), Optional.empty(), Optional.empty(), limit);
    }

    /**
     * Returns a page of runs, newest first. An empty filter matches every run.
     *
     * @param before the last run of the previous page; empty for the first page
     */
    public List<RunRecord> page(
            Optional<String> dataset, Optional<RunState> state, Optional<RunRecord> before, int limit) {
        List<String> filters = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        dataset.ifPresent(name -> {
            filters.add("dataset = ?");
            values.add(name);
        });
        state.ifPresent(one -> {
            filters.add("state = ?");
            values.add(one);
        });
        before.ifPresent(run -> {
            filters.add("(queued, seq) < (?, (SELECT seq FROM run WHERE id = ?))");
            values.add(run.queued());
            values.add(run.id());
        });
        values.add(Math.max(0, limit));
        String where = filters.isEmpty() ? "" : "WHERE " + String.join(" AND ", filters) + " ";
        return database.list(
                RunRecord.class,
                "SELECT * FROM run " + where + "ORDER BY queued DESC, seq DESC LIMIT ?",
                values.toArray());
    }

    /** Returns the runs of each dataset that ended within this time. */
    public List<RunSummary> summaries(Instant after, Instant until) {
        // SQLite takes the bare columns state and message from the row with the maximum.
        return database.list(
                RunSummary.class,
                "SELECT dataset, count(*) AS runs, sum(state = 'SUCCEEDED') AS verified, sum(added * (added > 0)) AS added,"
                        + " state, message, max(seq) FROM run WHERE ended > ? AND ended <= ? AND state <> 'CANCELLED'"
                        + " GROUP BY dataset ORDER BY dataset",
                after,
                until);
    }

    /** Returns the runs that have not ended, oldest first. */
    public List<RunRecord> open() {
        return database.list(RunRecord.class, "SELECT * FROM run WHERE ended IS NULL ORDER BY queued, seq");
    }

    /** Returns the dataset's newest successful run whose snapshot was not found damaged. */
    public Optional<RunRecord> lastSuccess(String dataset) {
        return database.first(
                RunRecord.class,
                "SELECT * FROM run WHERE dataset = ? AND state = 'SUCCEEDED' AND NOT EXISTS"
                        + " (SELECT 1 FROM verdict WHERE verdict.run = run.id AND verdict.damaged IS NOT NULL)"
                        + " ORDER BY ended DESC, seq DESC LIMIT 1",
                dataset);
    }

    /** Returns how long the newest successful runs of a dataset took, newest first. */
    public List<Duration> durations(String dataset, int limit) {
        return database.list(
                Duration.class,
                "SELECT ended - started FROM run WHERE dataset = ? AND state = 'SUCCEEDED' ORDER BY ended DESC LIMIT ?",
                dataset,
                limit);
    }

    /**
     * Returns all datasets that ever had a run. Reads one index entry for each dataset, so it is fast with many runs.
     */
    public Set<String> datasets() {
        return new TreeSet<>(database.list(
                String.class,
                "WITH RECURSIVE one (dataset) AS (SELECT min(dataset) FROM run UNION ALL SELECT"
                        + " (SELECT min(dataset) FROM run WHERE run.dataset > one.dataset) FROM one WHERE dataset IS NOT NULL)"
                        + " SELECT dataset FROM one WHERE dataset IS NOT NULL"));
    }

    /**
     * Returns how many runs of each dataset ended in each state, including runs that were deleted from the journal
     * since.
     */
    public Map<String, Map<RunState, Long>> outcomes() {
        Map<String, Map<RunState, Long>> counts = new TreeMap<>();
        database.list(Outcomes.class, "SELECT * FROM outcome")
                .forEach(one -> counts.computeIfAbsent(one.dataset(), d -> new EnumMap<>(RunState.class))
                        .put(one.state(), one.runs()));
        return counts;
    }

    /**
     * Checks that the state may change this way, then updates the row. The fields of {@link RunIdentity} never change.
     */
    static void update(Sql sql, RunRecord run) throws SQLException {
        RunState before = find(sql, run.id())
                .orElseThrow(() -> new IllegalStateException("Run %s is not in the journal.".formatted(run.id())))
                .state();
        if (!before.leadsTo(run.state())) {
            throw new IllegalStateException(
                    "Run %s is %s and cannot become %s.".formatted(run.id(), before, run.state()));
        }
        Columns.of(run.progress(), run.result(), run.pause()).update(sql, "run", run.id());
        if (run.state().ended()) {
            sql.update(
                    "INSERT INTO outcome (dataset, state, runs) VALUES (?,?,1)"
                            + " ON CONFLICT (dataset, state) DO UPDATE SET runs = runs + 1",
                    run.dataset(),
                    run.state());
        }
    }

    private static Optional<RunRecord> find(Sql sql, String id) throws SQLException {
        return sql.first(RunRecord.class, "SELECT * FROM run WHERE id = ?", id);
    }

    /**
     * Removes runs that ended before the given time. Keeps runs with a verified snapshot, and the last success and the
     * last run of each dataset.
     */
    static int trim(Sql sql, Instant before) throws SQLException {
        return sql.update(
                "DELETE FROM run WHERE ended < ? AND id NOT IN (SELECT run FROM verdict)"
                        + " AND seq NOT IN (SELECT max(seq) FROM run GROUP BY dataset)"
                        + " AND seq NOT IN (SELECT max(seq) FROM run WHERE state = 'SUCCEEDED' GROUP BY dataset)",
                before);
    }
}
