package io.slackwater.journal;

import io.slackwater.journal.Journal.LeaseRecord;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of leases. Each method is part of the caller's transaction. */
final class LeaseTable {

    private LeaseTable() {}

    static long insert(Sql sql, LeaseRecord lease) throws SQLException {
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
    }

    /** A lease that its timer thawed a moment ago stays thawed. */
    static void frozen(Sql sql, long id) throws SQLException {
        checkExists(sql, id);
        sql.update("UPDATE lease SET frozen = 1 WHERE id = ? AND thawed IS NULL", id);
    }

    /** The first thaw is the one that counts: timer, owner and start-up may all come to it. */
    static void thawed(Sql sql, long id, String how, Instant now) throws SQLException {
        checkExists(sql, id);
        sql.update("UPDATE lease SET thawed = ?, how = ? WHERE id = ? AND thawed IS NULL", Nanos.of(now), how, id);
    }

    static List<LeaseRecord> open(Sql sql) throws SQLException {
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
    }

    static int trim(Sql sql, Instant before) throws SQLException {
        return sql.update("DELETE FROM lease WHERE thawed < ?", Nanos.of(before));
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
