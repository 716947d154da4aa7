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

/** Runs and how they ended. */
public final class RunStore {

    private final Database database;

    RunStore(Database database) {
        this.database = database;
    }

    /**
     * Records a queued run.
     *
     * @throws IllegalStateException a run of this id is there already
     */
    public void queued(RunRecord run) {
        database.write("record run " + run.id(), sql -> insert(sql, run));
    }

    /**
     * Replaces the run's row. The caller changed it from the row it read; an ended run is never changed again. Success is recorded
     * by {@link VerdictStore#verified(Verified, RunRecord)} only.
     *
     * @throws IllegalStateException the run is not there, or {@link RunState}'s diagram has no arrow to the new state: it ended
     *     meanwhile, for example by being cancelled
     * @throws IllegalArgumentException an end without an end time, an end time without an end, or a success without a verdict
     */
    public void update(RunRecord run) {
        if (run.state() == RunState.SUCCEEDED) {
            throw new IllegalArgumentException("Run %s succeeds only together with its verdict.".formatted(run.id()));
        }
        database.write("record run " + run.id(), sql -> update(sql, run));
    }

    public Optional<RunRecord> find(String id) {
        return database.read("read run " + id, sql -> find(sql, id));
    }

    /** Newest first; an empty filter matches every run. */
    public List<RunRecord> list(Optional<String> dataset, Optional<RunState> state, int limit) {
        String name = dataset.orElse(null);
        String word = state.map(RunState::name).orElse(null);
        return database.read(
                "list runs",
                sql -> sql.list(
                        "SELECT * FROM run WHERE (?1 IS NULL OR dataset = ?1) AND (?2 IS NULL OR state = ?2)"
                                + " ORDER BY queued DESC, seq DESC LIMIT ?3",
                        RunStore::run,
                        name,
                        word,
                        Math.max(0, limit)));
    }

    /** Runs that have not ended, oldest first. */
    public List<RunRecord> open() {
        return database.read(
                "list open runs",
                sql -> sql.list("SELECT * FROM run WHERE ended IS NULL ORDER BY queued, seq", RunStore::run));
    }

    /** The dataset's newest run that ended {@link RunState#SUCCEEDED} and whose snapshot was not found damaged since. */
    public Optional<RunRecord> lastSuccess(String dataset) {
        return database.read(
                "read the last success of " + dataset,
                sql -> sql.first(
                        "SELECT * FROM run WHERE dataset = ? AND state = 'SUCCEEDED' AND NOT EXISTS"
                                + " (SELECT 1 FROM verdict WHERE verdict.run = run.id AND verdict.damaged IS NOT NULL)"
                                + " ORDER BY ended DESC, seq DESC LIMIT 1",
                        RunStore::run,
                        dataset));
    }

    /** All datasets that ever had a run. */
    public Set<String> datasets() {
        return database.read(
                "list datasets",
                sql -> new TreeSet<>(sql.list("SELECT DISTINCT dataset FROM run", row -> row.text("dataset"))));
    }

    /** How many runs of each dataset ended how, as far as the journal goes back. */
    public Map<String, Map<RunState, Long>> outcomes() {
        Map<String, Map<RunState, Long>> counts = new TreeMap<>();
        database.read(
                "count runs",
                sql -> sql.list(
                        "SELECT dataset, state, count(*) AS n FROM run WHERE ended IS NOT NULL GROUP BY dataset, state",
                        row -> counts.computeIfAbsent(row.text("dataset"), d -> new EnumMap<>(RunState.class))
                                .put(RunState.valueOf(row.text("state")), row.number("n"))));
        return counts;
    }

    private static void insert(Sql sql, RunRecord run) throws SQLException {
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

    private static Optional<RunRecord> find(Sql sql, String id) throws SQLException {
        return sql.first("SELECT * FROM run WHERE id = ?", RunStore::run, id);
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
