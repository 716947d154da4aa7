package io.slackwater.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * Reads files of a snapshot from the repository with one start of restic. Uses a tar stream of the whole snapshot, or
 * restores the files into a scratch directory if that is cheaper. Used once.
 *
 * @param waiting the wanted files by path; {@link #run} removes each file that is read
 */
record ReadBack(
        Restic restic,
        Duration idle,
        String snapshot,
        Collection<TreeEntry> listed,
        Map<String, TreeEntry> waiting,
        SnapshotReader.FileReader reader) {

    static final String PREFIX = "readback-";

    /**
     * Measured costs: a dump runs at about 500 MB/s. A restore runs at 300 MB/s, and its files are read again. Each
     * include pattern takes 60 ns per entry of the snapshot.
     */
    private static final double TAR_BYTES_PER_SECOND = 500e6;

    private static final double RESTORE_BYTES_PER_SECOND = 150e6;
    private static final double SECONDS_PER_PATTERN_AND_NODE = 60e-9;
    private static final long SCRATCH_MARGIN = 64L << 20;

    void run() throws RepositoryException, InterruptedException, IOException {
        if (restoreIsCheaper()) {
            restoreAndRead();
        } else {
            readTar();
        }
        if (!waiting.isEmpty()) {
            throw RepositoryException.of(
                    Failure.DAMAGED,
                    restic.named() + ": " + waiting.size() + " files could not be read back from snapshot " + snapshot
                            + ", first " + new TreeSet<>(waiting.keySet()).first());
        }
    }

    private boolean restoreIsCheaper() throws IOException {
        long wantedBytes = bytes(waiting.values());
        double restore = wantedBytes / RESTORE_BYTES_PER_SECOND
                + (double) waiting.size() * listed.size() * SECONDS_PER_PATTERN_AND_NODE;
        if (restore >= bytes(listed) / TAR_BYTES_PER_SECOND
                || !waiting.keySet().stream().allMatch(ReadBack::canBeRestored)) {
            return false;
        }
        Path scratch = Files.createDirectories(restic.places().scratch());
        return wantedBytes + SCRATCH_MARGIN < Files.getFileStore(scratch).getUsableSpace();
    }

    private static long bytes(Collection<TreeEntry> files) {
        return files.stream().mapToLong(TreeEntry::size).sum();
    }

    /** Whether the path can be a line of a file. An invalid name has a replacement character. */
    private static boolean canBeRestored(String path) {
        return path.indexOf('\n') < 0 && path.indexOf('\uFFFD') < 0;
    }

    private void readTar() throws RepositoryException, InterruptedException, IOException {
        restic.run(new Restic.Call(
                        "read-back of snapshot " + snapshot,
                        List.of("dump", "--json", "--no-lock", "--no-cache", "--archive", "tar", "--", snapshot, "/"),
                        ResticOutput.bytes(this::readEntries),
                        idle))
                .orThrow();
    }

    private void readEntries(InputStream bytes) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(bytes, "UTF-8");
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            TreeEntry file = waiting.get("/" + entry.getName());
            if (entry.isFile() && file != null) {
                give(file, entry.getSize(), tar);
            }
        }
    }

    private void restoreAndRead() throws RepositoryException, InterruptedException, IOException {
        try (TemporaryFiles restored = TemporaryFiles.create(restic.places().scratch(), PREFIX)) {
            restore(restored.path());
            for (TreeEntry file : List.copyOf(waiting.values())) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while reading snapshot " + snapshot + " back");
                }
                readRestored(restored.path(), file);
            }
        }
    }

    private void restore(Path scratch) throws RepositoryException, InterruptedException, IOException {
        Path patterns = scratch.resolve("patterns");
        Files.write(patterns, (Iterable<String>) waiting.keySet().stream().map(IncludePattern::of)::iterator);
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

    private void readRestored(Path scratch, TreeEntry file) throws IOException {
        Path path = scratch.resolve("files").resolve(file.path().substring(1));
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            try (InputStream content = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
                give(file, Files.size(path), content);
            }
        }
    }

    /**
     * Passes one file to the reader, and reads any bytes that the reader leaves. A file counts as read only if its size
     * is the listed size.
     */
    private void give(TreeEntry file, long size, InputStream content) throws IOException {
        // The reader cannot close the content, because the tar continues behind it.
        BoundedInputStream counted = BoundedInputStream.builder()
                .setInputStream(content)
                .setPropagateClose(false)
                .get();
        reader.file(file, counted);
        counted.transferTo(OutputStream.nullOutputStream());
        if (counted.getCount() == size && file.size() == size) {
            waiting.remove(file.path());
        }
    }
}
