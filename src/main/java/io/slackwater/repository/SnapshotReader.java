package io.slackwater.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the snapshots of a repository. Safe for use by several threads; an interrupt ends the restic process group. */
public interface SnapshotReader {

    /** Writes the bytes of one file of a snapshot to the sink, bypassing restic's cache. */
    void dump(String snapshot, String path, OutputStream sink)
            throws RepositoryException, InterruptedException, IOException;

    /** Writes a snapshot's subtree as a tar stream with full paths. */
    void dumpTar(String snapshot, String path, OutputStream sink)
            throws RepositoryException, InterruptedException, IOException;

    /** All nodes of a snapshot, bypassing restic's cache. */
    void list(String snapshot, Consumer<Node> nodes) throws RepositoryException, InterruptedException;

    /**
     * The new and changed files of a snapshot in comparison with an earlier one, by restic's metadata. The list may contain
     * directories.
     */
    List<String> changed(String earlier, String snapshot) throws RepositoryException, InterruptedException;

    /**
     * Reads the given files of a snapshot back from the repository, bypassing restic's cache, in one restic call and in any order. Each
     * file is read to its end, also when the reader stops earlier. A missing file is a failure.
     */
    void readBack(String snapshot, Set<String> files, FileReader reader)
            throws RepositoryException, InterruptedException, IOException;

    /** Receives one file's bytes. */
    @FunctionalInterface
    interface FileReader {
        void file(String path, long size, InputStream content) throws IOException;
    }
}
