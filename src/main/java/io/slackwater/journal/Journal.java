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
import java.time.Duration;
import java.time.Instant;
import org.sqlite.SQLiteDataSource;

/**
 * One SQLite file with everything that must survive a crash, and the stores in it. Every method of a store is one durable
 * transaction, and throws {@link JournalException} when it cannot be written. Safe for use by several threads, even interrupted
 * ones. After a full disk, writing resumes without a restart.
 */
public final class Journal implements AutoCloseable {

    /** More than a page, so that a probe really needs space. */
    private static final int PROBE_BYTES = 8192;

    private static final Duration KEPT = Duration.ofDays(400);

    private final Path file;
    private final Clock clock;
    private final SQLiteDataSource source;
    private final Database database;
    private volatile Instant trimmed = Instant.EPOCH;

    private Journal(Path file, Clock clock, SQLiteDataSource source, Database database) {
        this.file = file;
        this.clock = clock;
        this.source = source;
        this.database = database;
    }

    /**
     * Opens the journal, and creates it and its directory on first use.
     *
     * @param clock the clock for the times of audit entries and leases
     * @throws JournalException it cannot be opened or written, is damaged, or is of another version
     */
    public static Journal open(Path file, Clock clock) {
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
            Schema.open(file, database);
            Journal journal = new Journal(file, clock, source, database);
            journal.probe();
            return journal;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static void checkWhole(Path file, Database database) {
        String answer = database.read(sql -> sql.first("PRAGMA quick_check(1)", row -> row.text("quick_check"))
                .orElse("no answer"));
        if (!answer.equals("ok")) {
            throw JournalFault.explain(
                    file, "be used", new org.sqlite.SQLiteException(answer, org.sqlite.SQLiteErrorCode.SQLITE_CORRUPT));
        }
    }

    /** Writes and removes a probe row: throws when the journal cannot be written (full disk, read-only). */
    public void probe() {
        database.quietly(sql -> {
            sql.update("INSERT OR REPLACE INTO probe (one, pad) VALUES (1, randomblob(?))", PROBE_BYTES);
            sql.update("DELETE FROM probe");
        });
    }

    /** Another number after each change since the start. */
    public long changes() {
        return database.changes();
    }

    public RunStore runs() {
        return new RunStore(database);
    }

    public VerdictStore verdicts() {
        return new VerdictStore(database);
    }

    public PoisonStore poison() {
        return new PoisonStore(database);
    }

    public SuspectedDamageStore suspectedDamage() {
        return new SuspectedDamageStore(database);
    }

    public DatasetStore datasets() {
        return new DatasetStore(database);
    }

    public RepositoryStore repositories() {
        return new RepositoryStore(database);
    }

    public ScheduleStore schedule() {
        return new ScheduleStore(database);
    }

    public BackrestStore backrest() {
        return new BackrestStore(database);
    }

    public LeaseStore leases() {
        return new LeaseStore(database, clock);
    }

    public AlarmStore alarms() {
        return new AlarmStore(database);
    }

    public AuditLog audit() {
        return new AuditLog(database, clock);
    }

    public RestoreStore restores() {
        return new RestoreStore(database);
    }

    /** Removes obsolete runs and leases, at most once a day. */
    public void trimDaily() {
        Instant now = clock.instant();
        if (trimmed.plus(Duration.ofDays(1)).isBefore(now)) {
            trim(now.minus(KEPT));
            trimmed = now;
        }
    }

    /**
     * Removes obsolete entries that ended before the given time. Runs with a verified snapshot, each dataset's last success and
     * last run, and the audit trail are never removed.
     *
     * @return how many runs were removed
     */
    int trim(Instant before) {
        return database.writeReturning(sql -> {
            LeaseStore.trim(sql, before);
            return RunStore.trim(sql, before);
        });
    }

    /**
     * Writes a consistent copy of the journal to a new file, over a separate connection that does not block runs. The copy is
     * atomic.
     */
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
        } catch (SQLException | IOException e) {
            JournalException fault = JournalFault.explain(file, "be copied to " + copy, e);
            try {
                Files.deleteIfExists(part);
            } catch (IOException left) {
                fault.addSuppressed(left);
            }
            throw fault;
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
