package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the past of many datasets with a fixed number of queries. Used within one transaction. */
final class PastQuery {

    private static final String ROWS = """
            SELECT value AS dataset,
                   (SELECT seq FROM run WHERE dataset = value ORDER BY queued DESC, seq DESC LIMIT 1) AS newest,
                   (SELECT seq FROM (SELECT seq, state, ended FROM run WHERE dataset = value
                                      ORDER BY queued DESC, seq DESC LIMIT 20)
                     WHERE ended IS NOT NULL AND state <> 'CANCELLED' LIMIT 1) AS ended,
                   (SELECT seq FROM run WHERE dataset = value AND state = 'SUCCEEDED' AND NOT EXISTS
                           (SELECT 1 FROM verdict WHERE verdict.run = run.id AND verdict.damaged IS NOT NULL)
                     ORDER BY ended DESC, seq DESC LIMIT 1) AS success,
                   (SELECT count(*) FROM verdict WHERE dataset = value AND damaged IS NULL) AS verdicts,
                   (SELECT rowid FROM verdict WHERE dataset = value AND damaged IS NULL
                     ORDER BY time DESC, rowid DESC LIMIT 1) AS verdict,
                   (SELECT max(time) FROM verdict WHERE dataset = value AND damaged IS NOT NULL) AS damaged,
                   dataset_state.name AS name,
                   coalesce(dataset_state.health, 'UP') AS health,
                   coalesce(dataset_state.gone, 0) AS gone
              FROM json_each(?) LEFT JOIN dataset_state ON dataset_state.dataset = value""";

    private final Map<Long, RunRecord> runs;
    private final Map<String, RunRecord> runsById;
    private final Map<Long, Verdict> verdicts;
    private final Map<String, SuspectedDamage> suspected;

    private record Row(
            String dataset,
            Optional<Long> newest,
            Optional<Long> ended,
            Optional<Long> success,
            long verdicts,
            Optional<Long> verdict,
            Optional<Instant> damaged,
            Optional<String> name,
            LastHealth health,
            boolean gone) {}

    private record Run(long seq, RunRecord run) {}

    private record Verdict(long number, Verified verified, Optional<String> repositoryName) {}

    private PastQuery(Map<Long, RunRecord> runs, Map<Long, Verdict> verdicts, Map<String, SuspectedDamage> suspected) {
        this.runs = runs;
        this.runsById = runs.values().stream().collect(Collectors.toMap(RunRecord::id, Function.identity()));
        this.verdicts = verdicts;
        this.suspected = suspected;
    }

    /** Returns the past of each dataset, in their order. */
    static List<DatasetPast> of(Sql sql, Collection<String> datasets) throws SQLException {
        List<Row> rows = sql.list(Row.class, ROWS, datasets);
        List<Long> newest = rows.stream().flatMap(row -> row.verdict().stream()).toList();
        List<Verdict> verdicts = sql.list(Verdict.class, """
                SELECT verdict.rowid AS number, verdict.*, repository_name.name AS repository_name
                  FROM verdict LEFT JOIN repository_name ON repository_name.restic = verdict.repository
                 WHERE verdict.rowid IN (SELECT value FROM json_each(?))""", newest);
        List<SuspectedDamage> suspected = sql.list(SuspectedDamage.class, """
                SELECT suspected_damage.* FROM json_each(?)
                 CROSS JOIN verdict ON verdict.rowid = value
                 CROSS JOIN suspected_damage ON suspected_damage.repository = verdict.repository
                        AND suspected_damage.dataset = verdict.dataset""", newest);
        List<Run> runs = sql.list(
                Run.class,
                """
                SELECT * FROM run WHERE seq IN (SELECT value FROM json_each(?))
                    OR id IN (SELECT value FROM json_each(?))""",
                rows.stream()
                        .flatMap(row -> Stream.of(row.newest(), row.ended(), row.success()))
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList(),
                verdicts.stream().map(one -> one.verified().run()).toList());
        PastQuery query = new PastQuery(
                runs.stream().collect(Collectors.toMap(Run::seq, Run::run)),
                verdicts.stream().collect(Collectors.toMap(Verdict::number, Function.identity())),
                suspected.stream().collect(Collectors.toMap(SuspectedDamage::dataset, Function.identity())));
        return rows.stream().map(query::past).toList();
    }

    private DatasetPast past(Row row) {
        Optional<Verdict> verdict = row.verdict().map(number -> Objects.requireNonNull(verdicts.get(number)));
        Optional<Verified> newest = verdict.map(Verdict::verified);
        return new DatasetPast(
                row.dataset(),
                new DatasetPast.Runs(
                        row.newest().map(runs::get),
                        row.ended().map(runs::get),
                        row.success().map(runs::get)),
                new DatasetPast.Snapshots(
                        row.verdicts(),
                        newest,
                        newest.map(one -> runsById.get(one.run())),
                        verdict.flatMap(Verdict::repositoryName),
                        newest.flatMap(one -> Optional.ofNullable(suspected.get(one.dataset()))
                                .filter(damage -> !damage.excludes(one))),
                        row.damaged()),
                new DatasetPast.State(row.name(), row.health(), row.gone()));
    }
}
