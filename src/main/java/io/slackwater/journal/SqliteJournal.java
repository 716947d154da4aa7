package io.slackwater.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteDataSource;

/**
 * The journal in one SQLite file. Safe for use by several threads, also by interrupted ones. A full disk, once there is space
 * again, needs no restart.
 */
public final class SqliteJournal implements Journal {

    /** More than a page, so that a probe really needs space. */
    private static final int PROBE_BYTES = 8192;

    private final Path file;
    private final Clock clock;
    private final SQLiteDataSource source;
    private final Database database;

    private SqliteJournal(Path file, Clock clock, SQLiteDataSource source, Database database) {
        this.file = file;
        this.clock = clock;
        this.source = source;
        this.database = database;
    }

    /**
     * Opens the journal, makes it and its directory on first use, and brings it to this version's schema.
     *
     * @param clock what audit entries and leases are stamped with
     * @throws JournalException it cannot be opened or written, is damaged, or is of a newer version
     */
    public static SqliteJournal open(Path file, Clock clock) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new JournalException(
                    "The journal's directory %s cannot be made: %s. Mount it writable for the user Slackwater runs as."
                            .formatted(file.toAbsolutePath().getParent(), e.getMessage()),
                    e);
        }
        SQLiteDataSource source = Database.source(file);
        Database database = Database.open(file, source);
        try {
            checkWhole(file, database);
            Schema.migrate(file, source);
            SqliteJournal journal = new SqliteJournal(file, clock, source, database);
            journal.probe();
            return journal;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static void checkWhole(Path file, Database database) {
        String answer = database.read(
                "be read",
                sql -> sql.first("PRAGMA quick_check(1)", row -> row.text("quick_check"))
                        .orElse("no answer"));
        if (!answer.equals("ok")) {
            throw JournalFault.explain(
                    file, "be used", new org.sqlite.SQLiteException(answer, org.sqlite.SQLiteErrorCode.SQLITE_CORRUPT));
        }
    }

    @Override
    public void probe() {
        database.write("be written", sql -> {
            sql.update("INSERT OR REPLACE INTO probe (one, pad) VALUES (1, randomblob(?))", PROBE_BYTES);
            sql.update("DELETE FROM probe");
        });
    }

    @Override
    public void queued(RunRecord run) {
        database.write("record run " + run.id(), sql -> RunTable.insert(sql, run));
    }

    @Override
    public void update(RunRecord run) {
        if (run.state() == RunState.SUCCEEDED) {
            throw new IllegalArgumentException("Run %s succeeds only together with its verdict.".formatted(run.id()));
        }
        database.write("record run " + run.id(), sql -> RunTable.update(sql, run));
    }

    @Override
    public Optional<RunRecord> run(String id) {
        return database.read("read run " + id, sql -> RunTable.find(sql, id));
    }

    @Override
    public List<RunRecord> runs(Optional<String> dataset, Optional<RunState> state, int limit) {
        return database.read("list runs", sql -> RunTable.list(sql, dataset, state, limit));
    }

    @Override
    public List<RunRecord> openRuns() {
        return database.read("list open runs", RunTable::open);
    }

    @Override
    public Optional<RunRecord> lastSuccess(String dataset) {
        return database.read("read the last success of " + dataset, sql -> RunTable.lastSuccess(sql, dataset));
    }

    @Override
    public Set<String> datasets() {
        return database.read("list datasets", RunTable::datasets);
    }

    /** How many runs of each dataset ended how, as far as the journal goes back. */
    public Map<String, Map<RunState, Long>> outcomes() {
        return database.read("count runs", RunTable::outcomes);
    }

    @Override
    public void verified(Verified verdict, RunRecord endedRun) {
        database.write("record the verdict of run " + endedRun.id(), sql -> {
            RunTable.update(sql, endedRun);
            VerdictTable.insert(sql, verdict, endedRun);
        });
    }

    @Override
    public List<Verified> verified(String dataset) {
        return database.read("list verdicts of " + dataset, sql -> VerdictTable.list(sql, dataset));
    }

    @Override
    public Optional<Verified> verdict(String repository, String snapshot) {
        return database.read(
                "read the verdict on snapshot " + snapshot, sql -> VerdictTable.find(sql, repository, snapshot));
    }

    @Override
    public void damaged(String repository, String snapshot, Instant at) {
        database.write(
                "record the damage of snapshot " + snapshot,
                sql -> VerdictTable.damaged(sql, repository, snapshot, at));
    }

    @Override
    public List<Damaged> damaged() {
        return database.read("list damaged snapshots", VerdictTable::damaged);
    }

    @Override
    public void sound(String repository, Set<String> snapshots) {
        database.write("record that snapshots are whole", sql -> VerdictTable.sound(sql, repository, snapshots));
    }

    @Override
    public Map<String, String> trees(String repository) {
        return database.read("list contents", sql -> VerdictTable.trees(sql, repository));
    }

    @Override
    public void seen(String repository, Map<String, String> treesBySnapshot) {
        database.write("record contents", sql -> VerdictTable.seen(sql, repository, treesBySnapshot));
    }

    @Override
    public void forgotten(String repository, Set<String> snapshots) {
        database.write("remove verdicts", sql -> VerdictTable.forget(sql, repository, snapshots));
    }

    @Override
    public void poison(String repository, String dataset, String run, Optional<String> snapshot, String reason) {
        Poison poison = new Poison(repository, dataset, run, snapshot, reason);
        database.write("record a leftover of run " + run, sql -> VerdictTable.poison(sql, poison));
    }

    @Override
    public List<Poison> poison() {
        return database.read("list leftovers", sql -> VerdictTable.poison(sql));
    }

    @Override
    public void cured(String repository, String run) {
        database.write("remove the leftovers of run " + run, sql -> VerdictTable.cured(sql, repository, run));
    }

    @Override
    public long leaseIntended(LeaseRecord lease) {
        return database.writeReturning("record a freeze of " + lease.dataset(), sql -> LeaseTable.insert(sql, lease));
    }

    @Override
    public void leaseFrozen(long id) {
        database.write("record the freeze of lease " + id, sql -> LeaseTable.frozen(sql, id));
    }

    @Override
    public void leaseThawed(long id, String how) {
        Instant now = clock.instant();
        database.write("record the thaw of lease " + id, sql -> LeaseTable.thawed(sql, id, how, now));
    }

    @Override
    public List<LeaseRecord> openLeases() {
        return database.read("list open leases", LeaseTable::open);
    }

    @Override
    public void restore(RestoreRecord restore) {
        database.write("record restore " + restore.id(), sql -> RestoreTable.put(sql, restore));
    }

    @Override
    public List<RestoreRecord> restores() {
        return database.read("list restores", RestoreTable::all);
    }

    @Override
    public Optional<RestoreRecord> restoreOf(String identity) {
        return database.read("look for the restore of database " + identity, sql -> RestoreTable.of(sql, identity));
    }

    @Override
    public Optional<Instant> lastDone(String what) {
        return database.read("read when " + what + " was done", sql -> NamedValues.lastDone(sql, what));
    }

    @Override
    public void done(String what, Instant at) {
        database.write("record that " + what + " was done", sql -> NamedValues.done(sql, what, at));
    }

    @Override
    public Map<String, AlarmRecord> alarms() {
        return database.read("list alarms", NamedValues::alarms);
    }

    @Override
    public void raise(AlarmRecord alarm) {
        database.write("record alarm " + alarm.key(), sql -> NamedValues.raise(sql, alarm));
    }

    @Override
    public void clear(String key) {
        database.write("clear alarm " + key, sql -> NamedValues.clear(sql, key));
    }

    @Override
    public Optional<String> note(String key) {
        return database.read("read note " + key, sql -> NamedValues.note(sql, key));
    }

    @Override
    public void note(String key, String value) {
        database.write("write note " + key, sql -> NamedValues.note(sql, key, value));
    }

    @Override
    public void audit(String actor, String action, String subject, String detail) {
        Instant now = clock.instant();
        database.write("extend the audit trail", sql -> AuditChain.append(sql, now, actor, action, subject, detail));
    }

    @Override
    public boolean auditIntact() {
        return database.read("read the audit trail", AuditChain::intact);
    }

    /**
     * Removes what ended before the given time and says nothing any more. Kept for ever: runs whose snapshot has a verdict, each
     * dataset's last success and last run, and the audit trail.
     *
     * @return how many runs were removed
     */
    public int trim(Instant before) {
        return database.writeReturning("be trimmed", sql -> {
            LeaseTable.trim(sql, before);
            return RunTable.trim(sql, before);
        });
    }

    /** Takes its own connection: runs go on while a long journal is copied. The copy appears whole or not at all. */
    @Override
    public void copyTo(Path copy) {
        if (Files.exists(copy)) {
            throw new JournalException(
                    "The journal %s cannot be copied to %s: that file exists. Name a new one.".formatted(file, copy),
                    null);
        }
        Path part = copy.resolveSibling(copy.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            try (Connection connection = source.getConnection();
                    PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
                vacuum.setString(1, part.toString());
                vacuum.execute();
            }
            try (FileChannel bytes = FileChannel.open(part, StandardOpenOption.WRITE)) {
                bytes.force(true);
            }
            Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
        } catch (SQLException e) {
            JournalException fault = JournalFault.explain(file, "be copied to " + copy, e);
            removePart(part, fault);
            throw fault;
        } catch (IOException e) {
            JournalException fault = new JournalException(
                    "The journal %s cannot be copied to %s: %s. See that its directory exists, is writable and has space."
                            .formatted(file, copy, e),
                    e);
            removePart(part, fault);
            throw fault;
        }
    }

    private static void removePart(Path part, JournalException fault) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            fault.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
