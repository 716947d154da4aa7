package io.slackwater.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * An SQLite file. Each call is one transaction, which an exception rolls back. It is durable on return, because {@code
 * synchronous=FULL} syncs the write-ahead log at each commit. Safe for use by several threads, which share one
 * connection.
 */
final class Database implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Database.class);

    private static final int BUSY_MILLIS = 10_000;

    private final Path file;
    private final Connection connection;
    private final AtomicLong changes = new AtomicLong();

    /** The lock is fair, so that a busy writer cannot delay the thread that records the end of a freeze. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** The work of one transaction, with a result. */
    @FunctionalInterface
    interface Work<T> {
        T in(Sql sql) throws SQLException;
    }

    /** The work of one transaction, without a result. */
    @FunctionalInterface
    interface Change {
        void in(Sql sql) throws SQLException;
    }

    static Database open(Path file, SQLiteDataSource source) {
        try {
            return new Database(file, source.getConnection());
        } catch (SQLException e) {
            throw JournalFault.explain(file, "be opened", e);
        }
    }

    static SQLiteDataSource source(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        // The container's root file system is read-only: SQLite's own temporary files stay in memory.
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** Reads within one transaction, so that all queries see the same state. */
    <T> T read(Work<T> work) {
        return transaction("BEGIN DEFERRED", "be read", work);
    }

    <T> List<T> list(Class<T> type, String select, @Nullable Object... parameters) {
        return read(sql -> sql.list(type, select, parameters));
    }

    /** Returns the first row, if any. */
    <T> Optional<T> first(Class<T> type, String select, @Nullable Object... parameters) {
        return read(sql -> sql.first(type, select, parameters));
    }

    void write(Change change) {
        writeReturning(sql -> {
            change.in(sql);
            return true;
        });
    }

    void update(String statement, @Nullable Object... parameters) {
        write(sql -> sql.update(statement, parameters));
    }

    <T> T writeReturning(Work<T> work) {
        T result = transaction("BEGIN IMMEDIATE", "be written", work);
        changes.incrementAndGet();
        return result;
    }

    /** Writes without counting a change. For the schema, and for the probe that tests whether the file is writable. */
    void quietly(Change change) {
        transaction("BEGIN IMMEDIATE", "be written", sql -> {
            change.in(sql);
            return true;
        });
    }

    /** Returns the number of writing transactions since the start. */
    long changes() {
        return changes.get();
    }

    private <T> T transaction(String begin, String what, Work<T> work) {
        lock.lock();
        try {
            execute(begin);
            try {
                T result = work.in(new Sql(connection));
                execute("COMMIT");
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(e);
                throw e;
            }
        } catch (SQLException e) {
            throw JournalFault.explain(file, what, e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Rolls back. After some errors (full disk, I/O) SQLite has rolled back already; the error of the second rollback
     * is then harmless.
     */
    private void rollback(Throwable because) {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            // Everything is committed. The next start reads the log beside the file.
            LOG.warnf(e, "journal=%s could not be closed cleanly; all data are saved", file);
        } finally {
            lock.unlock();
        }
    }
}
