package io.slackwater.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A journal of its own in a temporary directory. */
public final class TestJournal implements AutoCloseable {

    private final Path file;
    private final Journal journal;

    public TestJournal(Path directory) {
        file = directory.resolve(UUID.randomUUID() + ".db");
        journal = Journal.open(file, Clock.systemUTC());
        file.toFile().deleteOnExit();
    }

    /** Creates the journal in its own directory, which the end of the process deletes. */
    public TestJournal() {
        this(temporary());
    }

    private static Path temporary() {
        try {
            Path directory = Files.createTempDirectory("journal");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first column of a query's rows. */
    public List<String> list(String query) {
        return list(file, query);
    }

    /** The first column of a query's rows in the file of a journal. */
    public static List<String> list(Path file, String query) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Executes a statement on the file of an open journal, such as a trigger that refuses a write. */
    public static void execute(Path file, String statement) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement executed = connection.createStatement()) {
            executed.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public Journal journal() {
        return journal;
    }

    /** The size of the write-ahead log, which grows with each write. */
    public long written() {
        try {
            return Files.size(Path.of(file + "-wal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
