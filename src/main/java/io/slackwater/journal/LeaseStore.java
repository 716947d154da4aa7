package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stores leases: which containers Slackwater pauses for a backup. A lease is recorded before the first pause and closed
 * after the last resume, so that a restart can resume all containers.
 */
public record LeaseStore(Database database, Clock clock) {

    /** Records which containers will be paused, before they are. Returns the lease's id. */
    public long intended(LeaseRecord lease) {
        return database.writeReturning(sql -> {
            Columns.of(lease).without("id").without("containers").insert(sql, "lease");
            long id = sql.first("SELECT last_insert_rowid() AS id", row -> row.number("id"))
                    .orElseThrow();
            for (Map.Entry<String, Instant> container : lease.containers().entrySet()) {
                sql.update(
                        "INSERT INTO lease_container (lease, container, started) VALUES (?,?,?)",
                        id,
                        container.getKey(),
                        Nanos.of(container.getValue()));
            }
            return id;
        });
    }

    /** Records that the containers are paused. A lease that a timer closed meanwhile stays closed. */
    public void frozen(long id) {
        database.write(sql -> {
            checkExists(sql, id);
            sql.update("UPDATE lease SET frozen = 1 WHERE id = ? AND thawed IS NULL", id);
        });
    }

    /**
     * Closes a lease when its containers run again. The timer, the run and the start-up may all close it; only the
     * first call counts.
     */
    public void thawed(long id, String how) {
        long now = Nanos.of(clock.instant());
        database.write(sql -> {
            checkExists(sql, id);
            sql.update("UPDATE lease SET thawed = ?, how = ? WHERE id = ? AND thawed IS NULL", now, how, id);
        });
    }

    /** Returns the leases whose containers were not resumed yet, oldest first. */
    public List<LeaseRecord> open() {
        return database.read(
                sql -> sql.list("SELECT * FROM lease WHERE thawed IS NULL ORDER BY id", row -> lease(sql, row)));
    }

    /** Returns the ids of the containers that were not resumed yet. */
    public Set<String> containers() {
        return Set.copyOf(database.list(
                "SELECT DISTINCT container FROM lease_container JOIN lease ON lease.id = lease WHERE thawed IS NULL",
                row -> row.text("container")));
    }

    static void trim(Sql sql, Instant before) throws SQLException {
        sql.update("DELETE FROM lease WHERE thawed < ?", Nanos.of(before));
    }

    private static void checkExists(Sql sql, long id) throws SQLException {
        if (sql.first("SELECT id FROM lease WHERE id = ?", row -> row.number("id"), id)
                .isEmpty()) {
            throw new IllegalArgumentException(
                    "The journal has no lease %d, the record of paused containers.".formatted(id));
        }
    }

    private static LeaseRecord lease(Sql sql, Row row) throws SQLException {
        Map<String, Instant> containers = new LinkedHashMap<>();
        sql.list(
                "SELECT container, started FROM lease_container WHERE lease = ? ORDER BY rowid",
                one -> containers.put(one.text("container"), one.time("started")),
                row.number("id"));
        return row.as(LeaseRecord.class, Map.of("containers", containers));
    }
}
