package io.slackwater.restore;

import io.slackwater.repository.SnapshotFile;
import io.slackwater.repository.TemporaryFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.output.CountingOutputStream;

/**
 * The entries of one directory of a snapshot, in a temporary file. A part of them can be read without the entries before
 * it. Its memory is 8 bytes for each {@value #STEP} entries. Closing it deletes the file. For one thread at a time.
 */
final class ListedDirectory implements Closeable {

    static final String PREFIX = "directory-";

    /** The file's position is known at every entry whose number is a multiple of this. */
    private static final int STEP = 256;

    private final TemporaryFiles directory;
    private final Path file;
    private final String path;
    private final CountingOutputStream counter;
    private final DataOutputStream out;
    private final List<Long> positions = new ArrayList<>();
    private long size;

    /**
     * @param scratch the directory for temporary files
     * @param path the directory's path in the snapshot
     */
    ListedDirectory(Path scratch, String path) throws IOException {
        this.directory = TemporaryFiles.create(scratch, PREFIX);
        this.file = directory.path().resolve("entries");
        this.path = path;
        this.counter = new CountingOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
        this.out = new DataOutputStream(counter);
    }

    void add(SnapshotFile entry) throws IOException {
        if (size % STEP == 0) {
            positions.add(counter.getByteCount());
        }
        out.writeUTF(entry.name());
        out.writeUTF(entry.type());
        out.writeLong(entry.size());
        out.writeLong(entry.modified().getEpochSecond());
        out.writeInt(entry.modified().getNano());
        out.writeInt(entry.mode());
        size++;
    }

    /** Must be called after the last entry. */
    void complete() throws IOException {
        out.close();
    }

    /** The number of entries. */
    long size() {
        return size;
    }

    /** The length of the file. */
    long bytes() {
        return counter.getByteCount();
    }

    /** Returns some entries in the order in which they were added. */
    List<SnapshotFile> part(long skipped, int count) throws IOException {
        List<SnapshotFile> part = new ArrayList<>();
        if (skipped >= size) {
            return part;
        }
        try (InputStream bytes = Files.newInputStream(file)) {
            bytes.skipNBytes(positions.get((int) (skipped / STEP)));
            DataInputStream in = new DataInputStream(new BufferedInputStream(bytes));
            for (long at = skipped / STEP * STEP; at < Math.min(size, skipped + count); at++) {
                SnapshotFile entry = read(in);
                if (at >= skipped) {
                    part.add(entry);
                }
            }
        }
        return part;
    }

    private SnapshotFile read(DataInputStream in) throws IOException {
        return new SnapshotFile(
                SnapshotPath.child(path, in.readUTF()),
                in.readUTF(),
                in.readLong(),
                Instant.ofEpochSecond(in.readLong(), in.readInt()),
                in.readInt());
    }

    /** Idempotent. */
    @Override
    public void close() throws IOException {
        try (out) {
            directory.close();
        }
    }
}
