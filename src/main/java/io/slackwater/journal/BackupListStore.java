package io.slackwater.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads runs and snapshots page by page, for lists that people read. Each list is one query. */
public record BackupListStore(Database database) {

    /**
     * Which runs a list shows.
     *
     * @param states empty for all
     * @param from the earliest time of the queueing
     * @param until the end of that time, not included
     */
    public record Filter(
            Collection<String> datasets, Set<RunState> states, Optional<Instant> from, Optional<Instant> until) {

        public Filter {
            datasets = List.copyOf(datasets);
            states = Set.copyOf(states);
        }

        public static Filter of(Collection<String> datasets, RunState... states) {
            return new Filter(datasets, Set.of(states), Optional.empty(), Optional.empty());
        }
    }

    /** By what a list of runs is sorted. */
    public enum Order {
        TIME("queued"),
        /** An open run counts as the shortest. */
        DURATION("coalesce(ended - started, -1)"),
        SIZE("bytes");

        private final String column;

        Order(String column) {
            this.column = column;
        }
    }

    /** By what a list of snapshots is sorted. */
    public enum SnapshotOrder {
        TIME("time"),
        SIZE("bytes"),
        ADDED("added");

        private final String column;

        SnapshotOrder(String column) {
            this.column = column;
        }
    }

    /** Which snapshots a list shows. */
    public enum Shown {
        ALL("true"),
        VERIFIED("damaged IS NULL AND NOT suspected"),
        SUSPECTED("damaged IS NULL AND suspected"),
        DAMAGED("damaged IS NOT NULL");

        private final String condition;

        Shown(String condition) {
            this.condition = condition;
        }
    }

    private static final String SNAPSHOTS = """
            SELECT verdict.snapshot, verdict.run, verdict.time, run.ended AS verified, verdict.damaged,
                   EXISTS (SELECT 1 FROM suspected_damage AS damage WHERE damage.repository = verdict.repository
                      AND damage.dataset = verdict.dataset AND verdict.time <= damage.found) AS suspected,
                   verdict.pinned IS NOT NULL AS pinned, run."trigger" = 'restore' AS safety, verdict.bytes, run.added, repository_name.name AS repository, verdict.rowid AS number
              FROM verdict JOIN run ON run.id = verdict.run
              LEFT JOIN repository_name ON repository_name.restic = verdict.repository
             WHERE verdict.dataset = ?""";

    /** The part of a list that is read. */
    public record Part(int limit, long offset) {}

    /**
     * A snapshot with a verdict.
     *
     * @param time when its data were captured
     * @param verified when it was verified
     * @param damaged when it was found damaged since; empty for a good snapshot
     * @param suspected whether it may share the damage that was found in another snapshot
     * @param pinned whether a user pinned it, so that retention keeps it
     * @param safety whether a restore in place made it of the data that it replaced
     * @param added the growth of the repository by it, in bytes; -1 when unknown
     * @param repository the name of its repository; empty when unknown
     */
    public record ListedSnapshot(
            String snapshot,
            String run,
            Instant time,
            Optional<Instant> verified,
            Optional<Instant> damaged,
            boolean suspected,
            boolean pinned,
            boolean safety,
            long bytes,
            long added,
            Optional<String> repository) {}

    /**
     * The newest successful runs of a dataset, for charts.
     *
     * @param added the growth of the repository in bytes; -1 when unknown
     */
    public record Success(String id, Instant started, Duration time, long bytes, long added) {}

    private record Clause(String where, List<Object> values) {

        static Clause of(Filter filter) {
            StringBuilder where = new StringBuilder(" WHERE dataset IN (SELECT value FROM json_each(?))");
            List<Object> values = new ArrayList<>();
            values.add(filter.datasets());
            if (!filter.states().isEmpty()) {
                where.append(" AND state IN (SELECT value FROM json_each(?))");
                values.add(filter.states());
            }
            filter.from().ifPresent(time -> {
                where.append(" AND queued >= ?");
                values.add(time);
            });
            filter.until().ifPresent(time -> {
                where.append(" AND queued < ?");
                values.add(time);
            });
            return new Clause(where.toString(), values);
        }
    }

    public long runs(Filter filter) {
        Clause clause = Clause.of(filter);
        return database.first(
                        Long.class,
                        "SELECT count(*) FROM run" + clause.where(),
                        clause.values().toArray())
                .orElse(0L);
    }

    /** Returns a part of the runs. Among equal runs, the newest comes first. */
    public List<RunRecord> runs(Filter filter, Order order, boolean ascending, Part part) {
        Clause clause = Clause.of(filter);
        List<Object> values = new ArrayList<>(clause.values());
        values.add(part.limit());
        values.add(part.offset());
        return database.list(
                RunRecord.class,
                "SELECT * FROM run" + clause.where() + " ORDER BY " + order.column + (ascending ? " ASC" : " DESC")
                        + ", seq DESC LIMIT ? OFFSET ?",
                values.toArray());
    }

    /** Counts the snapshots of a dataset that are shown. */
    public long snapshots(String dataset, Shown shown) {
        return database.first(Long.class, "SELECT count(*) FROM (" + SNAPSHOTS + ") WHERE " + shown.condition, dataset)
                .orElse(0L);
    }

    /** Returns a part of the snapshots of a dataset. Among equal snapshots, the newest comes first. */
    public List<ListedSnapshot> snapshots(
            String dataset, Shown shown, SnapshotOrder order, boolean ascending, Part part) {
        return database.list(
                ListedSnapshot.class,
                "SELECT * FROM (" + SNAPSHOTS + ") WHERE " + shown.condition + " ORDER BY " + order.column
                        + (ascending ? " ASC" : " DESC") + ", number DESC LIMIT ? OFFSET ?",
                dataset,
                part.limit(),
                part.offset());
    }

    /** Returns the newest successful runs of a dataset, newest first. */
    public List<Success> successes(String dataset, int limit) {
        return database.list(
                Success.class,
                "SELECT id, started, ended - started AS time, bytes, added FROM run"
                        + " WHERE dataset = ? AND state = 'SUCCEEDED' ORDER BY ended DESC LIMIT ?",
                dataset,
                limit);
    }

    /** Returns the newest runs of a dataset whose container was paused, or was expected to be paused, newest first. */
    public List<RunRecord> pauses(String dataset, int limit) {
        return database.list(
                RunRecord.class,
                "SELECT * FROM run WHERE dataset = ? AND (frozen > 0 OR estimate > 0)"
                        + " ORDER BY queued DESC, seq DESC LIMIT ?",
                dataset,
                limit);
    }
}
