package io.slackwater.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;

/** A journal of its own in a temporary directory. */
public final class TestJournal implements AutoCloseable {

    private final Path file;
    private final Journal journal;

    public TestJournal(Path directory) {
        file = directory.resolve(UUID.randomUUID() + ".db");
        journal = Journal.open(file, Clock.systemUTC());
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
