package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Chooses verified snapshots. An empty field matches every snapshot.
 *
 * @param workload the workload of the run that made it
 * @param plan the plan of that run
 * @param kind the kind of service that captured it
 * @param pinned whether a user pinned it
 * @param from the first time of the data that matches
 * @param to the first time that no longer matches
 * @param before only snapshots that follow this one in the list: the last snapshot of the previous page
 */
public record SnapshotFilter(
        Optional<String> dataset,
        Optional<String> workload,
        Optional<String> plan,
        Optional<String> kind,
        Optional<Boolean> pinned,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Verified> before) {

    private static final String SNAPSHOTS =
            " FROM verdict JOIN run ON run.id = verdict.run WHERE verdict.damaged IS NULL";

    /** What a filter names. */
    public enum Field {
        WORKLOAD("run.workload"),
        PLAN("run.plan"),
        KIND("verdict.kind");

        private final String column;

        Field(String column) {
            this.column = column;
        }
    }

    /** A verified snapshot of the list. */
    public record Match(Verified verdict, boolean isPinned) {}

    List<Match> newest(Sql sql, int limit) throws SQLException {
        List<String> terms = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        add(terms, values, "verdict.dataset = ?", dataset);
        add(terms, values, "run.workload = ?", workload);
        add(terms, values, "run.plan = ?", plan);
        add(terms, values, "verdict.kind = ?", kind);
        add(terms, values, "(verdict.pinned IS NOT NULL) = ?", pinned);
        add(terms, values, "verdict.time >= ?", from);
        add(terms, values, "verdict.time < ?", to);
        before.ifPresent(last -> {
            terms.add("(verdict.time, verdict.rowid) <"
                    + " (?, (SELECT rowid FROM verdict WHERE repository = ? AND snapshot = ?))");
            values.addAll(List.of(last.time(), last.repository(), last.snapshot()));
        });
        values.add(limit);
        return sql.list(
                Match.class,
                "SELECT verdict.*, verdict.pinned IS NOT NULL AS is_pinned" + SNAPSHOTS
                        + terms.stream().map(" AND "::concat).reduce("", String::concat)
                        + " ORDER BY verdict.time DESC, verdict.rowid DESC LIMIT ?",
                values.toArray());
    }

    /** Returns the values of a field that some snapshots have. */
    static Set<String> values(Sql sql, Field field) throws SQLException {
        return new TreeSet<>(sql.list(String.class, "SELECT DISTINCT " + field.column + SNAPSHOTS));
    }

    private static void add(List<String> terms, List<Object> values, String term, Optional<?> value) {
        value.ifPresent(one -> {
            terms.add(term);
            values.add(one);
        });
    }
}
