package io.slackwater.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads the runs of many datasets with one query, for pages and reports. */
public record HistoryStore(Database database) {

    private record Row(String dataset, Optional<Instant> first, String runs) {}

    /**
     * Returns the runs of each dataset that were queued since then, oldest first.
     *
     * @param datasets the result has their order; a dataset without a run has an empty history
     */
    public List<DatasetHistory> since(Instant since, Collection<String> datasets) {
        return database.list(Row.class, """
                SELECT value AS dataset,
                       (SELECT min(queued) FROM run WHERE dataset = value) AS first,
                       (SELECT json_group_array(json_array(id, state, queued, coalesce(started, queued), ended, bytes))
                          FROM (SELECT * FROM run WHERE dataset = value AND queued >= ? ORDER BY queued, seq)) AS runs
                  FROM json_each(?)""", since, datasets).stream()
                .map(row -> new DatasetHistory(
                        row.dataset(), row.first(), Columns.parseList(row.runs(), DatasetHistory.PastRun.class)))
                .toList();
    }

    /**
     * Returns the newest runs and snapshots of each dataset.
     *
     * @param datasets the result has their order; nothing is known about a dataset without a run
     */
    public List<DatasetPast> latest(Collection<String> datasets) {
        return database.read(sql -> PastQuery.of(sql, datasets));
    }
}
