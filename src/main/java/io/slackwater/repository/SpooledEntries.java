package io.slackwater.repository;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    /**
     * A million entries make buckets of 1,000 entries. With larger buckets the heap would grow, because the garbage
     * collector would count them as old while they are compared.
     */
    public static final int BUCKETS = 1024;

    /** Each file has several buckets, so that few files are open. */
    private static final int FILES = 64;

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
        DataOutputStream out = open.get(bucket % FILES);
        if (out == null) {
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file(bucket)), BUFFER));
            open.put(bucket % FILES, out);
        }
        byte[] path = entry.path().getBytes(StandardCharsets.UTF_8);
        out.writeInt(bucket);
        out.writeInt(path.length);
        out.write(path);
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
        return directory.path().resolve(Integer.toString(bucket % FILES));
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
        DataOutputStream out = open.get(bucket % FILES);
        if (out == null || counts[bucket] == 0) {
            return entries;
        }
        out.flush();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file(bucket))))) {
            while (entries.size() < counts[bucket]) {
                boolean wanted = in.readInt() == bucket;
                int length = in.readInt();
                if (wanted) {
                    String path = new String(in.readNBytes(length), StandardCharsets.UTF_8);
                    entries.add(new TreeEntry(path, in.readUTF(), in.readLong(), in.readLong()));
                } else {
                    in.skipNBytes(length);
                    in.skipNBytes(in.readUnsignedShort() + 2L * Long.BYTES);
                }
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
