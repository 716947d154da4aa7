package io.slackwater.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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

    /**
     * Passes all entries of a snapshot to the consumer. Does not use restic's cache.
     *
     * @return the snapshot's parent, whose unchanged files restic did not read again; empty if restic read all files
     */
    Optional<String> list(String snapshot, Consumer<TreeEntry> nodes) throws RepositoryException, InterruptedException;

    /** The files of a snapshot whose times of modification or change are not before a time, and its parent. */
    Touched touched(String snapshot, Instant since) throws RepositoryException, InterruptedException;

    /**
     * @param parent the snapshot whose unchanged files restic did not read again; empty if restic read all files
     * @param files absolute paths; no directories
     */
    record Touched(Optional<String> parent, List<String> files) {

        public Touched {
            files = List.copyOf(files);
        }
    }

    /**
     * The paths that are new or changed in comparison with an earlier snapshot, according to restic's metadata. May
     * contain directories.
     */
    List<String> changed(String earlier, String snapshot) throws RepositoryException, InterruptedException;

    /**
     * Reads files of a snapshot from the repository, in any order and with one start of restic. Does not use restic's
     * cache. Each file is read to its end, even if the reader stops earlier. A missing file is a failure.
     *
     * @param listed the entries of the snapshot, from {@link #list}
     * @param wanted the listed files to read
     */
    void readBack(String snapshot, Collection<TreeEntry> listed, Collection<TreeEntry> wanted, FileReader reader)
            throws RepositoryException, InterruptedException, IOException;

    /** Receives the bytes of one file. */
    @FunctionalInterface
    interface FileReader {
        void file(TreeEntry file, InputStream content) throws IOException;
    }
}
