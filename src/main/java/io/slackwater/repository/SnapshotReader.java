package io.slackwater.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Reads what a repository's snapshots hold. Safe for use by several threads; an interrupt ends the restic process group. */
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
     * The files that are new or have another content in a snapshot than in an earlier one, by what restic knows of both; paths of
     * directories may be among them.
     */
    List<String> changed(String earlier, String snapshot) throws RepositoryException, InterruptedException;

    /**
     * Reads the given files of a snapshot back from the repository, bypassing restic's cache, in one restic call, in no promised
     * order. Every file is read to its end even when the reader does not. All of them were given or it throws.
     */
    void readBack(String snapshot, Set<String> files, FileReader reader)
            throws RepositoryException, InterruptedException, IOException;

    /** Receives one file's bytes. */
    @FunctionalInterface
    interface FileReader {
        void file(String path, long size, InputStream content) throws IOException;
    }
}
