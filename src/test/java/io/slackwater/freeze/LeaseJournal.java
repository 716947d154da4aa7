package io.slackwater.freeze;

import io.slackwater.journal.Journal;
import io.slackwater.journal.LeaseRecord;
import io.slackwater.journal.LeaseStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The leases of a real journal on a temporary file, which can be told to refuse a write. */
final class LeaseJournal implements AutoCloseable {

    private final Path file;
    private final Journal journal;

    LeaseJournal(Path directory) {
        file = directory.resolve("journal.db");
        journal = Journal.open(file, Clock.systemUTC());
    }

    LeaseStore store() {
        return journal.leases();
    }

    List<LeaseRecord> open() {
        return store().open();
    }

    boolean allOver() {
        return open().isEmpty();
    }

    /** How each lease ended, oldest first; {@code open} when it did not. */
    List<String> ends() {
        return sql(statement -> {
            List<String> ends = new ArrayList<>();
            ResultSet rows = statement.executeQuery("SELECT coalesce(how, 'open') FROM lease ORDER BY intended");
            while (rows.next()) {
                ends.add(rows.getString(1));
            }
            return ends;
        });
    }

    /** @param write {@code INSERT}, {@code UPDATE OF frozen} or {@code UPDATE OF thawed} */
    void refuse(String write) {
        sql(statement -> statement.execute("CREATE TRIGGER refused BEFORE " + write
                + " ON lease BEGIN SELECT RAISE(ABORT, 'No space left on device'); END"));
    }

    void acceptAgain() {
        sql(statement -> statement.execute("DROP TRIGGER refused"));
    }

    @Override
    public void close() {
        journal.close();
    }

    private interface Work<T> {
        T with(Statement statement) throws SQLException;
    }

    private <T> T sql(Work<T> work) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            return work.with(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
