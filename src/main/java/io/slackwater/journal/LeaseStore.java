package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Stores leases: which containers Slackwater pauses for a backup. A lease is recorded before the first pause and closed
 * after the last resume. A restart can thus resume all containers. While a lease is open, it also has a file.
 */
public record LeaseStore(Database database, Clock clock, LeaseFiles files) {

    /**
     * Records a lease before its containers are paused. Returns the lease's id, which is random: the file of a lease of
     * another journal may still be there.
     */
    public long intended(LeaseRecord lease) {
        LeaseRecord named = lease.withId(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
        files.write(named);
        try {
            database.write(sql -> Columns.of(named).insert(sql, "lease"));
        } catch (RuntimeException e) {
            files.delete(named.id());
            throw e;
        }
        return named.id();
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
        files.delete(id);
        database.update(
                "UPDATE lease SET thawed = ?, how = ? WHERE id = ? AND thawed IS NULL", clock.instant(), how, id);
    }

    /** Returns the leases whose containers were not resumed yet, also those of which only the file is left. */
    public List<LeaseRecord> open() {
        Map<Long, LeaseRecord> open = new LinkedHashMap<>();
        files.all().forEach(lease -> open.put(lease.id(), lease));
        database.list(LeaseRecord.class, "SELECT * FROM lease WHERE thawed IS NULL")
                .forEach(lease -> open.put(lease.id(), lease));
        return List.copyOf(open.values());
    }

    /** Returns the leases of a run, open or closed. */
    public List<LeaseRecord> of(String run) {
        return database.list(LeaseRecord.class, "SELECT * FROM lease WHERE run = ?", run);
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
