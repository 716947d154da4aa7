package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rows of runs. Each method is part of the caller's transaction. */
final class RunTable {

    private RunTable() {}

    static void insert(Sql sql, RunRecord run) throws SQLException {
        if (run.state() != RunState.QUEUED) {
            throw new IllegalArgumentException(
                    "Run %s is recorded when it is queued, not when it is %s.".formatted(run.id(), run.state()));
        }
        RunTransition.checkEnd(run);
        if (find(sql, run.id()).isPresent()) {
            throw new IllegalStateException("Run %s is in the journal already.".formatted(run.id()));
        }
        sql.update(
                "INSERT INTO run (id, dataset, workload, kind, plan, set_id, cause, state, attempt, queued, started,"
                        + " ended, snapshot, repository, bytes, added, frozen, sha256, message, end_cause, engine)"
                        + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                run.id(),
                run.dataset(),
                run.workload(),
                run.kind(),
                run.plan(),
                run.set(),
                run.trigger(),
                run.state().name(),
                run.attempt(),
                Nanos.of(run.queued()),
                Nanos.of(run.started()),
                Nanos.of(run.ended()),
                run.snapshot().orElse(null),
                run.repository().orElse(null),
                run.bytes(),
                run.added(),
                run.frozen().toNanos(),
                run.sha256(),
                run.message(),
                run.cause().name(),
                run.engine().orElse(null));
    }

    /** Guards the state machine, then replaces the row; what identifies a run never changes. */
    static void update(Sql sql, RunRecord run) throws SQLException {
        RunRecord before = find(sql, run.id())
                .orElseThrow(() -> new IllegalStateException("Run %s is not in the journal.".formatted(run.id())));
        RunTransition.check(run.id(), before.state(), run.state());
        RunTransition.checkEnd(run);
        if (!before.dataset().equals(run.dataset())) {
            throw new IllegalArgumentException("Run %s is of dataset %s and cannot become one of %s."
                    .formatted(run.id(), before.dataset(), run.dataset()));
        }
        sql.update(
                "UPDATE run SET workload=?, kind=?, plan=?, set_id=?, cause=?, state=?, attempt=?, queued=?, started=?,"
                        + " ended=?, snapshot=?, repository=?, bytes=?, added=?, frozen=?, sha256=?, message=?, end_cause=?,"
                        + " earlier=?, earlier_causes=?, engine=? WHERE id=?",
                run.workload(),
                run.kind(),
                run.plan(),
                run.set(),
                run.trigger(),
                run.state().name(),
                run.attempt(),
                Nanos.of(run.queued()),
                Nanos.of(run.started()),
                Nanos.of(run.ended()),
                run.snapshot().orElse(null),
                run.repository().orElse(null),
                run.bytes(),
                run.added(),
                run.frozen().toNanos(),
                run.sha256(),
                run.message(),
                run.cause().name(),
                Earlier.text(run.earlier()),
                Earlier.causes(run.earlier()),
                run.engine().orElse(null),
                run.id());
    }

    static Optional<RunRecord> find(Sql sql, String id) throws SQLException {
        return sql.first("SELECT * FROM run WHERE id = ?", RunTable::run, id);
    }

    static List<RunRecord> list(Sql sql, Optional<String> dataset, Optional<RunState> state, int limit)
            throws SQLException {
        String name = dataset.orElse(null);
        String word = state.map(RunState::name).orElse(null);
        return sql.list(
                "SELECT * FROM run WHERE (?1 IS NULL OR dataset = ?1) AND (?2 IS NULL OR state = ?2)"
                        + " ORDER BY queued DESC, seq DESC LIMIT ?3",
                RunTable::run,
                name,
                word,
                Math.max(0, limit));
    }

    static List<RunRecord> open(Sql sql) throws SQLException {
        return sql.list("SELECT * FROM run WHERE ended IS NULL ORDER BY queued, seq", RunTable::run);
    }

    static Optional<RunRecord> lastSuccess(Sql sql, String dataset) throws SQLException {
        return sql.first(
                "SELECT * FROM run WHERE dataset = ? AND state = 'SUCCEEDED' AND NOT EXISTS"
                        + " (SELECT 1 FROM verdict WHERE verdict.run = run.id AND verdict.damaged IS NOT NULL)"
                        + " ORDER BY ended DESC, seq DESC LIMIT 1",
                RunTable::run,
                dataset);
    }

    static Set<String> datasets(Sql sql) throws SQLException {
        return new TreeSet<>(sql.list("SELECT DISTINCT dataset FROM run", row -> row.text("dataset")));
    }

    static Map<String, Map<RunState, Long>> outcomes(Sql sql) throws SQLException {
        Map<String, Map<RunState, Long>> counts = new TreeMap<>();
        sql.list(
                "SELECT dataset, state, count(*) AS n FROM run WHERE ended IS NOT NULL GROUP BY dataset, state",
                row -> counts.computeIfAbsent(row.text("dataset"), d -> new EnumMap<>(RunState.class))
                        .put(RunState.valueOf(row.text("state")), row.number("n")));
        return counts;
    }

    /**
     * Removes runs that ended before the given time, but for those that still say something: a run whose snapshot has a
     * verdict, the last success of a dataset, and its last run.
     */
    static int trim(Sql sql, Instant before) throws SQLException {
        return sql.update(
                "DELETE FROM run WHERE ended < ? AND id NOT IN (SELECT run FROM verdict)"
                        + " AND seq NOT IN (SELECT max(seq) FROM run GROUP BY dataset)"
                        + " AND seq NOT IN (SELECT max(seq) FROM run WHERE state = 'SUCCEEDED' GROUP BY dataset)",
                Nanos.of(before));
    }

    private static RunRecord run(Row row) throws SQLException {
        return new RunRecord(
                row.text("id"),
                row.text("dataset"),
                row.text("workload"),
                row.text("kind"),
                row.text("plan"),
                row.text("set_id"),
                row.text("cause"),
                RunState.valueOf(row.text("state")),
                Math.toIntExact(row.number("attempt")),
                row.time("queued"),
                row.maybeTime("started"),
                row.maybeTime("ended"),
                row.maybeText("snapshot"),
                row.maybeText("repository"),
                row.number("bytes"),
                row.number("added"),
                row.duration("frozen"),
                row.text("sha256"),
                row.text("message"),
                EndCause.valueOf(row.text("end_cause")),
                Earlier.read(row.text("earlier"), row.text("earlier_causes")),
                row.maybeText("engine"));
    }
}
