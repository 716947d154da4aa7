package io.slackwater.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * One small JSON file for each open lease, in the directory {@code leases} beside the journal. Loss prevented: a full or
 * damaged journal would hide a lease, and its containers would stay paused. The files need not survive a power failure,
 * which ends all containers. Safe for use by several threads.
 */
public record LeaseFiles(Path directory) {

    private static final Logger LOG = Logger.getLogger(LeaseFiles.class);
    private static final String ENDING = ".json";

    /** The files beside this journal. */
    public static LeaseFiles beside(Path journal) {
        return new LeaseFiles(journal.toAbsolutePath().resolveSibling("leases"));
    }

    /** Writes the file of a lease before its containers are paused. */
    void write(LeaseRecord lease) {
        Path file = file(lease.id());
        Path part = directory.resolve(lease.id() + ".part");
        try {
            Files.createDirectories(directory);
            Files.writeString(part, Columns.json(lease));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new JournalException(
                    "The lease file %s cannot be written: %s. Free space on its disk, or make its directory writable. Until then no container is paused."
                            .formatted(file, e),
                    e);
        }
    }

    /** Deletes the file of a lease whose containers run again. */
    public void delete(long id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException e) {
            throw new JournalException(
                    "The lease file %s cannot be deleted: %s. Delete it, because its containers run again."
                            .formatted(file(id), e),
                    e);
        }
    }

    /** Reads the open leases. Logs and leaves out a file that cannot be read. */
    public List<LeaseRecord> all() {
        List<LeaseRecord> leases = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ENDING)) {
            for (Path file : files) {
                try {
                    leases.add(Columns.parse(Files.readString(file), LeaseRecord.class));
                } catch (NoSuchFileException ended) {
                    LOG.debugf("a lease ended while the leases were read file=%s", file);
                } catch (IOException e) {
                    LOG.errorf(
                            "the lease file %s cannot be read: %s. Unpause the containers that docker ps shows as paused, then delete the file",
                            file, e);
                }
            }
        } catch (NoSuchFileException noLeaseYet) {
            return List.of();
        } catch (IOException e) {
            LOG.errorf("the lease files in %s cannot be listed: %s. Make the directory readable", directory, e);
        }
        return leases;
    }

    private Path file(long id) {
        return directory.resolve(id + ENDING);
    }
}
