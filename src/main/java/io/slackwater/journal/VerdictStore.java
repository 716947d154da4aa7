package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Trust is positive: only a snapshot with a verdict here may be restored or counted. A snapshot never has a verdict and is poison. */
public record VerdictStore(Database database) {

    /**
     * Records that a snapshot is verified, together with the run's end, in one transaction.
     *
     * @throws IllegalStateException the run ended already, or the snapshot is poison: nothing is recorded then
     * @throws IllegalArgumentException the verdict and the run do not belong together
     */
    public void verified(Verified verdict, RunRecord endedRun) {
        database.write(sql -> {
            RunStore.update(sql, endedRun);
            insert(sql, verdict, endedRun);
        });
    }

    /** Verified snapshots of a dataset that were not forgotten or found damaged, newest data first. */
    public List<Verified> of(String dataset) {
        return database.list(
                "SELECT * FROM verdict WHERE dataset = ? AND damaged IS NULL ORDER BY time DESC, rowid DESC",
                VerdictStore::verified,
                dataset);
    }

    /** Verified snapshots in a repository that were not forgotten or found damaged. */
    public List<Verified> in(String repository) {
        return database.list(
                "SELECT * FROM verdict WHERE repository = ? AND damaged IS NULL", VerdictStore::verified, repository);
    }

    /** The verdict on a snapshot, if it counts. */
    public Optional<Verified> find(String repository, String snapshot) {
        return database.read(sql -> find(sql, repository, snapshot));
    }

    /**
     * Marks a verified snapshot as damaged. Its verdict does not count until {@link #sound} marks it as intact. The first time of
     * discovery is kept.
     */
    public void damaged(String repository, String snapshot, Instant at) {
        database.update(
                "UPDATE verdict SET damaged = ? WHERE repository = ? AND snapshot = ? AND damaged IS NULL",
                Nanos.of(at),
                repository,
                snapshot);
    }

    /** Snapshots that were verified once and found damaged since, newest data first. */
    public List<Damaged> damaged() {
        return database.list(
                "SELECT * FROM verdict WHERE damaged IS NOT NULL ORDER BY time DESC, rowid DESC",
                row -> new Damaged(verified(row), row.time("damaged")));
    }

    /** The data of these snapshots were read again and are intact: their verdicts count again. */
    public void sound(String repository, Set<String> snapshots) {
        database.write(sql -> {
            for (String snapshot : snapshots) {
                sql.update(
                        "UPDATE verdict SET damaged = NULL WHERE repository = ? AND snapshot = ?",
                        repository,
                        snapshot);
            }
        });
    }

    /** The verified contents of a repository by snapshot: restic's tree ids, empty where none was seen yet. */
    public Map<String, String> trees(String repository) {
        Map<String, String> trees = new HashMap<>();
        database.list(
                "SELECT snapshot, tree FROM verdict WHERE repository = ?",
                row -> trees.put(row.text("snapshot"), row.text("tree")),
                repository);
        return trees;
    }

    /** Records the contents of snapshots for which none was seen yet. */
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

    /** Removes the verdicts of snapshots that were forgotten, damaged or not. */
    public void forgotten(String repository, Set<String> snapshots) {
        database.write(sql -> {
            for (String snapshot : snapshots) {
                sql.update("DELETE FROM verdict WHERE repository = ? AND snapshot = ?", repository, snapshot);
            }
        });
    }

    static Optional<Verified> find(Sql sql, String repository, String snapshot) throws SQLException {
        return sql.first(
                "SELECT * FROM verdict WHERE repository = ? AND snapshot = ? AND damaged IS NULL",
                VerdictStore::verified,
                repository,
                snapshot);
    }

    private static void insert(Sql sql, Verified verdict, RunRecord endedRun) throws SQLException {
        if (endedRun.state() != RunState.SUCCEEDED
                || !verdict.equals(
                        Verified.of(endedRun, verdict.time(), verdict.file(), verdict.format(), verdict.facts()))) {
            throw new IllegalArgumentException(
                    "The verdict on snapshot %s of dataset %s and its run %s (%s) do not belong together."
                            .formatted(verdict.snapshot(), verdict.dataset(), endedRun.id(), endedRun.state()));
        }
        if (PoisonStore.contains(sql, verdict.repository(), verdict.snapshot())) {
            throw new IllegalStateException("Snapshot %s of dataset %s is to be forgotten and cannot become verified."
                    .formatted(verdict.snapshot(), verdict.dataset()));
        }
        Columns.of(verdict).with("facts", Facts.text(verdict.facts())).insert(sql, "verdict");
    }

    private static Verified verified(Row row) throws SQLException {
        return row.as(Verified.class, Map.of("facts", Facts.read(row.text("facts"))));
    }
}
