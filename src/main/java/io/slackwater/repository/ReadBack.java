package io.slackwater.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * Reads files of a snapshot from the repository with one start of restic. Uses a tar stream of the whole snapshot, or
 * restores the files into a scratch directory if that is cheaper. Used once.
 *
 * @param listed the entries of the snapshot
 */
record ReadBack(
        Restic restic, Duration idle, String snapshot, SpooledEntries listed, SnapshotReader.FileReader reader) {

    static final String PREFIX = "readback-";

    /**
     * Measured costs: a dump runs at about 500 MB/s. A restore runs at 300 MB/s, and its files are read again. Each
     * include pattern takes 60 ns per entry of the snapshot.
     */
    private static final double TAR_BYTES_PER_SECOND = 500e6;

    private static final double RESTORE_BYTES_PER_SECOND = 150e6;
    private static final double SECONDS_PER_PATTERN_AND_NODE = 60e-9;
    private static final long SCRATCH_MARGIN = 64L << 20;

    /** Reads the wanted files. */
    void some(Collection<TreeEntry> wanted) throws RepositoryException, InterruptedException, IOException {
        Map<String, TreeEntry> waiting = new TreeMap<>();
        wanted.forEach(file -> waiting.put(file.path(), file));
        if (restoreIsCheaper(waiting)) {
            restoreAndRead(waiting);
        } else {
            readTar((path, size, content) -> {
                TreeEntry file = waiting.get(path);
                if (file != null && give(file, size, content)) {
                    waiting.remove(path);
                }
            });
        }
        requireNone(waiting.size(), waiting.keySet().stream().findFirst());
    }

    /** Reads all files. Its memory does not grow with their number. */
    void all() throws RepositoryException, InterruptedException, IOException {
        try (SpooledEntries read = new SpooledEntries(restic.places().scratch())) {
            readTar((path, size, content) -> {
                TreeEntry file = new TreeEntry(path, "file", size, 0);
                if (give(file, size, content)) {
                    read.add(file);
                }
            });
            long missing = 0;
            Optional<String> first = Optional.empty();
            for (int bucket = 0; bucket < SpooledEntries.BUCKETS; bucket++) {
                List<String> unread = unread(listed.bucket(bucket), read.bucket(bucket));
                missing += unread.size();
                first = first.or(() -> unread.stream().findFirst());
            }
            requireNone(missing, first);
        }
    }

    private static List<String> unread(List<TreeEntry> listed, List<TreeEntry> read) {
        Map<TreeEntry, Integer> left = new HashMap<>();
        read.forEach(file -> left.merge(file.asStored(), 1, Integer::sum));
        return listed.stream()
                .filter(entry -> entry.isFile() && left.merge(entry.asStored(), -1, Integer::sum) < 0)
                .map(TreeEntry::path)
                .toList();
    }

    private void requireNone(long missing, Optional<String> first) throws RepositoryException {
        if (first.isPresent()) {
            throw RepositoryException.of(
                    Failure.DAMAGED,
                    restic.named() + ": " + missing + " files could not be read back from snapshot " + snapshot
                            + ", first " + first.get());
        }
    }

    private boolean restoreIsCheaper(Map<String, TreeEntry> waiting) throws IOException {
        long wantedBytes = waiting.values().stream().mapToLong(TreeEntry::size).sum();
        double restore = wantedBytes / RESTORE_BYTES_PER_SECOND
                + (double) waiting.size() * listed.size() * SECONDS_PER_PATTERN_AND_NODE;
        if (restore >= listed.bytes() / TAR_BYTES_PER_SECOND
                || !waiting.keySet().stream().allMatch(ReadBack::canBeRestored)) {
            return false;
        }
        Path scratch = Files.createDirectories(restic.places().scratch());
        return wantedBytes + SCRATCH_MARGIN < Files.getFileStore(scratch).getUsableSpace();
    }

    /** Whether the path can be a line of a file. An invalid name has a replacement character. */
    private static boolean canBeRestored(String path) {
        return path.indexOf('\n') < 0 && path.indexOf('\uFFFD') < 0;
    }

    /** Takes a file of a tar. */
    @FunctionalInterface
    private interface TarFile {
        void read(String path, long size, InputStream content) throws IOException;
    }

    private void readTar(TarFile file) throws RepositoryException, InterruptedException, IOException {
        restic.run(new Restic.Call(
                        "read-back of snapshot " + snapshot,
                        List.of("dump", "--json", "--no-lock", "--no-cache", "--archive", "tar", "--", snapshot, "/"),
                        ResticOutput.bytes(bytes -> readEntries(bytes, file)),
                        idle))
                .orThrow();
    }

    private static void readEntries(InputStream bytes, TarFile file) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(bytes, "UTF-8");
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (entry.getLinkFlag() == TarConstants.LF_NORMAL) {
                file.read("/" + entry.getName(), entry.getSize(), tar);
            }
        }
    }

    private void restoreAndRead(Map<String, TreeEntry> waiting)
            throws RepositoryException, InterruptedException, IOException {
        try (TemporaryFiles restored = TemporaryFiles.create(restic.places().scratch(), PREFIX)) {
            restore(restored.path(), waiting.keySet());
            for (TreeEntry file : List.copyOf(waiting.values())) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while reading snapshot " + snapshot + " back");
                }
                if (readRestored(restored.path(), file)) {
                    waiting.remove(file.path());
                }
            }
        }
    }

    private void restore(Path scratch, Collection<String> files)
            throws RepositoryException, InterruptedException, IOException {
        Path patterns = scratch.resolve("patterns");
        Files.write(patterns, (Iterable<String>) files.stream().map(IncludePattern::of)::iterator);
        ResticResult result = restic.run(new Restic.Call(
                "read-back of snapshot " + snapshot,
                List.of(
                        "restore",
                        "--json",
                        "--no-lock",
                        "--no-cache",
                        "--target",
                        scratch.resolve("files").toString(),
                        "--include-file",
                        patterns.toString(),
                        "--",
                        snapshot),
                ResticOutput.events(event -> {}),
                idle));
        // Without CAP_CHOWN restic fails because it cannot set the owner. Only the bytes matter here.
        if (result.exit() != ResticExit.OK && !result.errors().onlyOwnersNotRestored()) {
            throw result.failure();
        }
    }

    private boolean readRestored(Path scratch, TreeEntry file) throws IOException {
        Path path = scratch.resolve("files").resolve(file.path().substring(1));
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            try (InputStream content = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
                return give(file, Files.size(path), content);
            }
        }
        return false;
    }

    /**
     * Passes one file to the reader, and reads any bytes that the reader leaves. Returns whether the file was read. That
     * is so only if its size is the listed size.
     */
    private boolean give(TreeEntry file, long size, InputStream content) throws IOException {
        // The reader cannot close the content, because the tar continues behind it.
        BoundedInputStream counted = BoundedInputStream.builder()
                .setInputStream(content)
                .setPropagateClose(false)
                .get();
        reader.file(file, counted);
        counted.transferTo(OutputStream.nullOutputStream());
        return counted.getCount() == size && file.size() == size;
    }
}
