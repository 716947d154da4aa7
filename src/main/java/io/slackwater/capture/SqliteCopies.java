package io.slackwater.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Copies the SQLite databases of a snapshot, so that they can be opened. Each copy is in its own directory, with its
 * write-ahead log or rollback journal. Leaves out the {@code -shm} file, because SQLite recreates it. Used by one
 * thread.
 */
public final class SqliteCopies {

    static final String WAL = "-wal";
    static final String JOURNAL = "-journal";

    /** The first bytes of every database (sqlite.org/fileformat.html, section 1.3.1). */
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private static final String DATABASE = "database";

    private final Path scratch;
    private final Map<String, Path> databases = new TreeMap<>();

    public SqliteCopies(Path scratch) {
        this.scratch = scratch;
    }

    /**
     * The number of bytes that may still be copied. Half of the free space stays for the logs that SQLite writes during
     * the check.
     */
    public long room() throws IOException {
        return Files.getFileStore(scratch).getUsableSpace() / 2;
    }

    /** Copies a file if it is a database. Returns whether it is. */
    public boolean database(String path, InputStream content) throws IOException {
        if (!begins(content)) {
            return false;
        }
        Path copy = directory(path).resolve(DATABASE);
        try (OutputStream out = Files.newOutputStream(copy)) {
            out.write(MAGIC);
            content.transferTo(out);
        }
        databases.put(path, copy);
        return true;
    }

    /** Reads the first bytes. Returns whether they are those of a database. */
    public static boolean begins(InputStream content) throws IOException {
        return Arrays.equals(content.readNBytes(MAGIC.length), MAGIC);
    }

    /** Copies the write-ahead log or rollback journal of a database. */
    public void beside(String path, InputStream content) throws IOException {
        String suffix = path.endsWith(WAL) ? WAL : JOURNAL;
        Path copy = directory(databaseOf(path)).resolve(DATABASE + suffix);
        Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The path of the database to which a log or journal belongs. */
    public static String databaseOf(String beside) {
        return beside.substring(0, beside.length() - (beside.endsWith(WAL) ? WAL : JOURNAL).length());
    }

    public static boolean isBeside(String path) {
        return path.endsWith(WAL) || path.endsWith(JOURNAL);
    }

    /** The paths of the copies, by the database's path in the snapshot. */
    public Map<String, Path> databases() {
        return Map.copyOf(databases);
    }

    private Path directory(String database) throws IOException {
        UUID name = UUID.nameUUIDFromBytes(database.getBytes(StandardCharsets.UTF_8));
        return Files.createDirectories(scratch.resolve("sqlite-" + name));
    }
}
