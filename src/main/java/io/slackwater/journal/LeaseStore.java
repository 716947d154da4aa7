package io.slackwater.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Freezes: journaled before anything is paused, and until everything is thawed. */
public final class LeaseStore {

    private final Database database;
    private final Clock clock;

    LeaseStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Records the intent to freeze, before anything is frozen. Returns the lease's id. */
    public long intended(LeaseRecord lease) {
        return database.writeReturning(sql -> {
            sql.update(
                    "INSERT INTO lease (run, dataset, boot_id, deadline, frozen, intended) VALUES (?,?,?,?,?,?)",
                    lease.run(),
                    lease.dataset(),
                    lease.bootId(),
                    lease.deadlineUptime().toNanos(),
                    lease.frozen() ? 1 : 0,
                    Nanos.of(lease.intended()));
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

    /** A lease that its timer thawed a moment ago stays thawed. */
    public void frozen(long id) {
        database.write(sql -> {
            checkExists(sql, id);
            sql.update("UPDATE lease SET frozen = 1 WHERE id = ? AND thawed IS NULL", id);
        });
    }

    /** The first thaw of a lease counts. Timer, owner and start-up may all record one; a later one changes nothing. */
    public void thawed(long id, String how) {
        long now = Nanos.of(clock.instant());
        database.write(sql -> {
            checkExists(sql, id);
            sql.update("UPDATE lease SET thawed = ?, how = ? WHERE id = ? AND thawed IS NULL", now, how, id);
        });
    }

    /** Leases that are not thawed, oldest first. */
    public List<LeaseRecord> open() {
        return database.read(sql -> {
            List<LeaseRecord> leases = new ArrayList<>();
            for (long id : sql.list("SELECT id FROM lease WHERE thawed IS NULL ORDER BY id", row -> row.number("id"))) {
                Map<String, Instant> containers = new LinkedHashMap<>();
                sql.list(
                        "SELECT container, started FROM lease_container WHERE lease = ? ORDER BY rowid",
                        row -> containers.put(row.text("container"), row.time("started")),
                        id);
                sql.first("SELECT * FROM lease WHERE id = ?", row -> lease(row, containers), id)
                        .ifPresent(leases::add);
            }
            return leases;
        });
    }

    /** The containers of leases that are not thawed. */
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
            throw new IllegalArgumentException("There is no lease %d in the journal.".formatted(id));
        }
    }

    private static LeaseRecord lease(Row row, Map<String, Instant> containers) throws SQLException {
        return new LeaseRecord(
                row.number("id"),
                row.text("run"),
                row.text("dataset"),
                containers,
                row.time("intended"),
                row.text("boot_id"),
                row.duration("deadline"),
                row.number("frozen") != 0);
    }
}
