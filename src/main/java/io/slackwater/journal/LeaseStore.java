package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stores leases: which containers Slackwater pauses for a backup. A lease is recorded before the first pause and closed
 * after the last resume. A restart can thus resume all containers.
 */
public record LeaseStore(Database database, Clock clock) {

    /** Records a lease before its containers are paused. Returns the lease's id. */
    public long intended(LeaseRecord lease) {
        return database.writeReturning(sql -> {
            Columns.of(lease).with("id", null).insert(sql, "lease");
            return sql.first(Long.class, "SELECT last_insert_rowid()").orElseThrow();
        });
    }

    /** Records that the containers are paused. A lease that a timer closed meanwhile stays closed. */
    public void frozen(long id) {
        database.update("UPDATE lease SET frozen = 1 WHERE id = ? AND thawed IS NULL", id);
    }

    /**
     * Closes a lease when its containers run again. The timer, the run and the start-up may all close it; only the
     * first call counts.
     */
    public void thawed(long id, String how) {
        database.update(
                "UPDATE lease SET thawed = ?, how = ? WHERE id = ? AND thawed IS NULL", clock.instant(), how, id);
    }

    /** Returns the leases whose containers were not resumed yet, oldest first. */
    public List<LeaseRecord> open() {
        return database.list(LeaseRecord.class, "SELECT * FROM lease WHERE thawed IS NULL ORDER BY id");
    }

    /** Returns the ids of the containers that were not resumed yet. */
    public Set<String> containers() {
        return open().stream()
                .flatMap(lease -> lease.containers().keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    static void trim(Sql sql, Instant before) throws SQLException {
        sql.update("DELETE FROM lease WHERE thawed < ?", before);
    }
}
