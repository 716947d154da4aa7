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
 * The SQLite file with all data of Slackwater that must survive a crash, and the stores in it. Each method of a store
 * is one durable transaction, and throws {@link JournalException} when it cannot be written. Safe for use by several
 * threads, even interrupted ones. After a full disk, writing works again without a restart.
 */
public final class Journal implements AutoCloseable {

    /** The size of the row that {@link #probe} writes. It exceeds SQLite's page, so the write needs free disk space. */
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
     * Opens the journal. Creates the file and its directory on first use.
     *
     * @param clock gives the times of audit entries and of the ends of freezes
     * @throws JournalException the file cannot be opened or written, is damaged, or is of another version
     */
    public static Journal open(Path file, Clock clock) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new JournalException(
                    "The journal's directory %s cannot be created: %s. Mount it writable for the user that runs Slackwater."
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
        String answer = database.read(
                sql -> sql.first(String.class, "PRAGMA quick_check(1)").orElse("no answer"));
        if (!answer.equals("ok")) {
            throw JournalFault.explain(
                    file, "be used", new org.sqlite.SQLiteException(answer, org.sqlite.SQLiteErrorCode.SQLITE_CORRUPT));
        }
    }

    /**
     * Tests whether the journal can be written, by writing and removing a row. Throws if not, for example when the disk
     * is full.
     */
    public void probe() {
        database.quietly(sql -> {
            sql.update("INSERT OR REPLACE INTO probe (one, pad) VALUES (1, randomblob(?))", PROBE_BYTES);
            sql.update("DELETE FROM probe");
        });
    }

    /** Returns the number of changes since the start. */
    public long changes() {
        return database.changes();
    }

    public RunStore runs() {
        return new RunStore(database);
    }

    public HistoryStore history() {
        return new HistoryStore(database);
    }

    public BackupListStore backupLists() {
        return new BackupListStore(database);
    }

    public VerdictStore verdicts() {
        return new VerdictStore(database);
    }

    public PinStore pins() {
        return new PinStore(database);
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
        return new LeaseStore(database, clock, LeaseFiles.beside(file));
    }

    public OwedCommandStore owedCommands() {
        return new OwedCommandStore(database);
    }

    public AlarmStore alarms() {
        return new AlarmStore(database);
    }

    public DiskStore disks() {
        return new DiskStore(database);
    }

    public RepositorySizeStore repositorySizes() {
        return new RepositorySizeStore(database);
    }

    public ChannelStore channels() {
        return new ChannelStore(database);
    }

    public AuditLog audit() {
        return new AuditLog(database, clock);
    }

    public AuditedPolicyStore auditedPolicy() {
        return new AuditedPolicyStore(database);
    }

    public SafetySnapshotStore safetySnapshots() {
        return new SafetySnapshotStore(database);
    }

    public ReplacedDataStore replacedData() {
        return new ReplacedDataStore(database);
    }

    public HeldContainerStore heldContainers() {
        return new HeldContainerStore(database);
    }

    public RestoreStore restores() {
        return new RestoreStore(database);
    }

    /** Removes old entries, at most once a day. */
    public void trimDaily() {
        Instant now = clock.instant();
        if (trimmed.plus(Duration.ofDays(1)).isBefore(now)) {
            trim(now.minus(KEPT));
            trimmed = now;
        }
    }

    /**
     * Removes runs and records of paused containers that ended before the given time. Keeps runs with a verified
     * snapshot, the last success and the last run of each dataset, and the audit log.
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
     * Writes a consistent copy of the journal to a new file. Uses its own connection, so runs are not blocked. The copy
     * appears only when it is complete.
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
