package io.slackwater.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.commons.io.function.IOConsumer;

/**
 * Reads the snapshots of a repository. Safe for use by several threads. An interrupt ends restic and its child
 * processes.
 */
public interface SnapshotReader {

    /** Writes one file of a snapshot to the sink. Does not use restic's cache. */
    void dump(String snapshot, String path, OutputStream sink)
            throws RepositoryException, InterruptedException, IOException;

    /** Writes a subtree of a snapshot to the sink as a tar stream with full paths. */
    void dumpTar(String snapshot, String path, OutputStream sink)
            throws RepositoryException, InterruptedException, IOException;

    /** Writes a directory of a snapshot to the sink as a tar stream whose paths begin with the directory's name. */
    void dumpDirectory(String snapshot, String path, OutputStream sink)
            throws RepositoryException, InterruptedException, IOException;

    /**
     * Passes all entries of a snapshot to the consumer. Does not use restic's cache.
     *
     * @return the snapshot's parent, whose unchanged files restic did not read again; empty if restic read all files
     */
    Optional<String> list(String snapshot, IOConsumer<TreeEntry> nodes)
            throws RepositoryException, InterruptedException;

    /** The exclude patterns of the backup that made a snapshot. */
    List<String> excludes(String snapshot) throws RepositoryException, InterruptedException;

    /**
     * Passes a directory of a snapshot to the consumer, and then its entries in the order of their names. Does not list
     * subdirectories. Passes nothing if the snapshot has no such path, and only the entry itself if it is no directory.
     * Uses restic's cache, so the result proves nothing about the repository.
     */
    void directory(String snapshot, String path, IOConsumer<SnapshotFile> entries)
            throws RepositoryException, InterruptedException;

    /**
     * Searches snapshots for entries. Passes each snapshot that has some to the consumer, with its entries.
     *
     * @param snapshots the ids of the snapshots
     * @param name a pattern of {@code restic find} for the name of an entry; upper and lower case are equal
     * @param wanted accepts the entries of the result: restic also finds those below a directory that matches
     * @param most how many entries of one snapshot are passed
     */
    void find(
            Collection<String> snapshots,
            String name,
            Predicate<SnapshotFile> wanted,
            int most,
            BiConsumer<String, List<SnapshotFile>> found)
            throws RepositoryException, InterruptedException;

    /**
     * Passes to the consumer the files of a snapshot whose times of modification or change are not before a time.
     *
     * @param files takes absolute paths; no directories
     * @return the snapshot's parent, as {@link #list} returns it
     */
    Optional<String> touched(String snapshot, Instant since, Consumer<String> files)
            throws RepositoryException, InterruptedException;

    /**
     * The paths that are new or changed in comparison with an earlier snapshot, according to restic's metadata. May
     * contain directories.
     */
    ChangedFiles changed(String earlier, String snapshot) throws RepositoryException, InterruptedException;

    /**
     * Reads files of a snapshot from the repository, in any order and with one start of restic. Does not use restic's
     * cache. Each file is read to its end, even if the reader stops earlier. A missing file is a failure.
     *
     * @param listed the entries of the snapshot, from {@link #list}
     * @param wanted the listed files to read
     */
    void readBack(String snapshot, SpooledEntries listed, Collection<TreeEntry> wanted, FileReader reader)
            throws RepositoryException, InterruptedException, IOException;

    /** Reads all files of a snapshot back, as {@link #readBack}. The reader gets entries without times. */
    void readBackAll(String snapshot, SpooledEntries listed, FileReader reader)
            throws RepositoryException, InterruptedException, IOException;

    /** Receives the bytes of one file. */
    @FunctionalInterface
    interface FileReader {
        void file(TreeEntry file, InputStream content) throws IOException;
    }
}
