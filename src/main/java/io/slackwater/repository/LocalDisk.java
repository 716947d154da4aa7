package io.slackwater.repository;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.apache.commons.io.file.CountingPathVisitor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Examines the files of a local repository without restic. Safe for use by several threads. */
final class LocalDisk {

    private static final Logger LOG = Logger.getLogger(LocalDisk.class);
    private static final long MIB = 1024L * 1024;

    /**
     * With less free space, the disk counts as full. restic writes up to eight packs of 16 MiB at once, and removes
     * those that did not fit. Source: restic documentation, "Tuning backup parameters" (pack size, backend
     * connections).
     */
    static final long NEARLY_FULL = 128 * MIB;

    /** The directories of a repository (restic documentation, "Design", "Repository layout"). */
    private static final List<String> LAYOUT = List.of("data", "index", "keys", "snapshots");

    private final String named;
    private final Path path;
    private final int minFreeMiB;
    private @Nullable Measured measured;

    /**
     * A measured size.
     *
     * @param index when restic last changed the index
     */
    private record Measured(FileTime index, long bytes) {}

    LocalDisk(String named, Path path, int minFreeMiB) {
        this.named = named;
        this.path = path;
        this.minFreeMiB = minFreeMiB;
    }

    Path path() {
        return path;
    }

    /** Refuses a missing, full or read-only disk, on which restic 0.18 would retry without end. */
    void requireRoom() throws RepositoryException {
        requireRoom(minFreeMiB * MIB, "limits.minFreeMiB");
    }

    private void requireRoom(long bytes, String limit) throws RepositoryException {
        Path place = Files.exists(path) ? path : path.getParent();
        if (place == null || !Files.isDirectory(place)) {
            throw new RepositoryException(
                    Failure.NO_REPOSITORY,
                    named + ": the directory " + (place == null ? path : place)
                            + " does not exist. Mount the repository's disk, or create the directory.");
        }
        if (!Files.isWritable(place)) {
            throw RepositoryException.of(Failure.READ_ONLY, named + ": " + place + " cannot be written");
        }
        long free = free(place).orElse(Long.MAX_VALUE);
        if (free < bytes) {
            throw RepositoryException.of(
                    Failure.DISK_FULL,
                    named + ": " + free / MIB + " MiB are free on the disk of " + place + ", fewer than " + limit + " ("
                            + bytes / MIB + ")");
        }
    }

    /** Adds the state of the disk to a failure, as {@link Repository#explained} describes. */
    RepositoryException explained(RepositoryException failure) {
        try {
            requireRoom(Math.max(NEARLY_FULL, minFreeMiB * MIB), "restic needs");
            return failure;
        } catch (RepositoryException e) {
            return new RepositoryException(
                    e.failure(), failure.getMessage() + "; " + e.getMessage(), failure.snapshot());
        }
    }

    /** The missing directories of a repository that has a config file. */
    List<String> missingParts() {
        return Files.exists(path.resolve("config"))
                ? LAYOUT.stream()
                        .filter(part -> !Files.isDirectory(path.resolve(part)))
                        .toList()
                : List.of();
    }

    /**
     * The content of the config file in hexadecimal. It differs between repositories, because each is encrypted with
     * its own nonce. Empty if the file cannot be read.
     */
    String fingerprint() {
        try {
            return HexFormat.of().formatHex(Files.readAllBytes(path.resolve("config")));
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Used and free bytes. Measures the used bytes again after restic changed the index, as each backup of new data and
     * each prune does.
     */
    synchronized Repositories.Space space() {
        return new Repositories.Space(used(), free(path));
    }

    private OptionalLong used() {
        try {
            FileTime index = Files.getLastModifiedTime(path.resolve("index"));
            if (measured == null || !measured.index().equals(index)) {
                // restic adds and removes files meanwhile.
                CountingPathVisitor visitor = new CountingPathVisitor.Builder()
                        .setVisitFileFailedFunction((file, gone) -> FileVisitResult.CONTINUE)
                        .get();
                Files.walkFileTree(path, visitor);
                measured = new Measured(
                        index, visitor.getPathCounters().getByteCounter().get());
            }
            return OptionalLong.of(measured.bytes());
        } catch (IOException e) {
            LOG.debugf("there is no repository in %s: %s", path, e.getMessage());
            return OptionalLong.empty();
        }
    }

    private static OptionalLong free(Path path) {
        try {
            return OptionalLong.of(Files.getFileStore(path).getUsableSpace());
        } catch (IOException e) {
            LOG.debugf("free space of %s is unknown: %s", path, e.getMessage());
            return OptionalLong.empty();
        }
    }
}
