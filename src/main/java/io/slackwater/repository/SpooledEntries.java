package io.slackwater.repository;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.IOUtils;

/**
 * A list of entries in temporary files, so that its memory does not grow with the tree. The entries are divided into
 * buckets by their paths, so that two lists can be compared bucket by bucket. Closing it deletes the files. For one
 * thread at a time.
 */
public final class SpooledEntries implements Closeable {

    /** A million entries make buckets of 16,000 entries. */
    public static final int BUCKETS = 64;

    static final String PREFIX = "entries-";

    private static final int BUFFER = 4 << 10;

    private final TemporaryFiles directory;
    private final Map<Integer, DataOutputStream> open = new HashMap<>();
    private final int[] counts = new int[BUCKETS];
    private long files;
    private long size;
    private long bytes;

    /** @param scratch the directory for temporary files */
    public SpooledEntries(Path scratch) throws IOException {
        directory = TemporaryFiles.create(scratch, PREFIX);
    }

    public void add(TreeEntry entry) throws IOException {
        int bucket = Math.floorMod(entry.asStored().path().hashCode(), BUCKETS);
        DataOutputStream out = open.get(bucket);
        if (out == null) {
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file(bucket)), BUFFER));
            open.put(bucket, out);
        }
        out.writeUTF(entry.path());
        out.writeUTF(entry.type());
        out.writeLong(entry.size());
        out.writeLong(entry.modified());
        counts[bucket]++;
        size++;
        bytes += entry.size();
        if (entry.isFile()) {
            files++;
        }
    }

    private Path file(int bucket) {
        return directory.path().resolve(Integer.toString(bucket));
    }

    /** The number of entries. */
    public long size() {
        return size;
    }

    /** The number of files. */
    public long files() {
        return files;
    }

    /** The sum of the sizes of the files. */
    public long bytes() {
        return bytes;
    }

    /** Returns the entries of one bucket in the order in which they were added. Equal paths are in equal buckets. */
    public List<TreeEntry> bucket(int bucket) throws IOException {
        List<TreeEntry> entries = new ArrayList<>();
        DataOutputStream out = open.get(bucket);
        if (out == null) {
            return entries;
        }
        out.flush();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file(bucket))))) {
            for (int left = counts[bucket]; left > 0; left--) {
                entries.add(new TreeEntry(in.readUTF(), in.readUTF(), in.readLong(), in.readLong()));
            }
        }
        return entries;
    }

    /** Deletes the files. Idempotent. */
    @Override
    public void close() {
        open.values().forEach(IOUtils::closeQuietly);
        open.clear();
        directory.close();
    }
}
