package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stores verdicts: which snapshots were verified. Only these may be restored, and only these count for retention. A
 * snapshot that must be removed ({@link Poison}) never gets a verdict.
 */
public record VerdictStore(Database database) {

    private record Tree(String snapshot, String tree) {}

    /**
     * Records that a snapshot was verified, together with the run's success, in one transaction.
     *
     * @throws IllegalStateException the run has ended already, or the snapshot must be removed; nothing is recorded
     *     then
     * @throws IllegalArgumentException the verdict is about another run or snapshot, or the run did not succeed
     */
    public void verified(Verified verdict, RunRecord endedRun) {
        database.write(sql -> {
            RunStore.update(sql, endedRun);
            insert(sql, verdict, endedRun);
        });
    }

    /**
     * Returns the verified snapshots of a dataset, newest data first. Omits snapshots that were removed or found
     * damaged.
     */
    public List<Verified> of(String dataset) {
        return database.list(
                Verified.class,
                "SELECT * FROM verdict WHERE dataset = ? AND damaged IS NULL ORDER BY time DESC, rowid DESC",
                dataset);
    }

    /** Returns a page of verified snapshots, newest data first. Omits snapshots that were removed or found damaged. */
    public List<SnapshotFilter.Match> page(SnapshotFilter filter, int limit) {
        return database.read(sql -> filter.newest(sql, limit));
    }

    /** Returns the values of a field that some verified snapshots have. */
    public Set<String> values(SnapshotFilter.Field field) {
        return database.read(sql -> SnapshotFilter.values(sql, field));
    }

    /** Returns the verified snapshots in a repository. Omits snapshots that were removed or found damaged. */
    public List<Verified> in(String repository) {
        return database.list(
                Verified.class, "SELECT * FROM verdict WHERE repository = ? AND damaged IS NULL", repository);
    }

    /** Returns the verdict on a snapshot; empty if it was not verified, or found damaged since. */
    public Optional<Verified> find(String repository, String snapshot) {
        return database.read(sql -> find(sql, repository, snapshot));
    }

    /**
     * Marks a verified snapshot as damaged: it can no longer be restored, and retention ignores it, until {@link
     * #sound}. A second call keeps the time of the first.
     */
    public void damaged(String repository, String snapshot, Instant at) {
        database.update(
                "UPDATE verdict SET damaged = ? WHERE repository = ? AND snapshot = ? AND damaged IS NULL",
                at,
                repository,
                snapshot);
    }

    /** Returns the snapshots that were verified and later found damaged, newest data first. */
    public List<Damaged> damaged() {
        return database.list(
                Damaged.class,
                "SELECT *, damaged AS found FROM verdict WHERE damaged IS NOT NULL ORDER BY time DESC, rowid DESC");
    }

    /** Records that a new read found the data of these snapshots intact. The snapshots can then be restored again. */
    public void sound(String repository, Set<String> snapshots) {
        database.update(
                "UPDATE verdict SET damaged = NULL WHERE repository = ? AND snapshot IN (SELECT value FROM json_each(?))",
                repository,
                snapshots);
    }

    /**
     * Returns the tree id of each verified snapshot, by which restic identifies the content. An unknown id is empty.
     */
    public Map<String, String> trees(String repository) {
        return database.list(Tree.class, "SELECT snapshot, tree FROM verdict WHERE repository = ?", repository).stream()
                .collect(Collectors.toMap(Tree::snapshot, Tree::tree));
    }

    /** Records the tree ids of snapshots whose tree id was unknown. */
    public void seen(String repository, Map<String, String> treesBySnapshot) {
        database.write(sql -> {
            for (Map.Entry<String, String> one : treesBySnapshot.entrySet()) {
                sql.update(
                        "UPDATE verdict SET tree = ? WHERE repository = ? AND snapshot = ? AND tree = ''",
                        one.getValue(),
                        repository,
                        one.getKey());
            }
        });
    }

    /** Deletes the verdicts of snapshots that were removed from the repository. */
    public void forgotten(String repository, Set<String> snapshots) {
        database.update(
                "DELETE FROM verdict WHERE repository = ? AND snapshot IN (SELECT value FROM json_each(?))",
                repository,
                snapshots);
    }

    static Optional<Verified> find(Sql sql, String repository, String snapshot) throws SQLException {
        return sql.first(
                Verified.class,
                "SELECT * FROM verdict WHERE repository = ? AND snapshot = ? AND damaged IS NULL",
                repository,
                snapshot);
    }

    private static void insert(Sql sql, Verified verdict, RunRecord endedRun) throws SQLException {
        if (endedRun.state() != RunState.SUCCEEDED
                || !verdict.equals(
                        Verified.of(endedRun, verdict.time(), verdict.file(), verdict.format(), verdict.facts()))) {
            throw new IllegalArgumentException(
                    "The verification of snapshot %s of dataset %s does not match its run %s (%s)."
                            .formatted(verdict.snapshot(), verdict.dataset(), endedRun.id(), endedRun.state()));
        }
        if (PoisonStore.contains(sql, verdict.repository(), verdict.snapshot())) {
            throw new IllegalStateException(
                    "Snapshot %s of dataset %s must be removed, so it cannot be recorded as verified."
                            .formatted(verdict.snapshot(), verdict.dataset()));
        }
        Columns.of(verdict).insert(sql, "verdict");
    }
}
