package io.slackwater.repository;

import io.slackwater.policy.RepositoryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One restic repository with its key, its pinned id and its gate. Safe for use by several threads: the gate lets readers and
 * backups run side by side and keeps forget, prune and check apart from them. An interrupt ends the restic process group.
 */
public interface Repository {

    String id();

    RepositoryPolicy policy();

    /**
     * Makes sure that this is the repository it should be and returns its restic id. Makes the key and the repository on the very
     * first use; afterwards a repository that is gone, empty or another one is an alarm and is never initialised again. Cheap when
     * it was proven a moment ago.
     */
    String open() throws RepositoryException, InterruptedException;

    /** The restic id that this repository has to have, known without a look at it; empty before its first use. */
    Optional<String> pinned() throws RepositoryException;

    /** Refuses what would fill the repository's disk, with the remedy; a repository that is on no disk of ours has room. */
    void requireRoom() throws RepositoryException;

    /**
     * What another program's failure on this repository means: when its words or the disk's state tell that the repository's disk is
     * full, read-only or gone, a failure that names the repository and the remedy; otherwise the same one.
     */
    RepositoryException explained(RepositoryException failure);

    /** Snapshots carrying all the tags, oldest first. */
    List<Snapshot> snapshots(String... tags) throws RepositoryException, InterruptedException;

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

    /** Forgets snapshots by id, in one call, through the gate. Ids that are gone already do no harm. */
    void forget(Collection<String> snapshots) throws RepositoryException, InterruptedException;

    /** Tells a neighbour that shows this repository what we stored or forgot since the last time, when there is anything to tell. */
    void announce();

    void prune() throws RepositoryException, InterruptedException;

    /**
     * Checks the structure, and some of the data when a subset is named.
     *
     * @param readDataSubset restic's {@code --read-data-subset}, or empty
     * @throws RepositoryException with {@link Failure#DAMAGED} when anything is wrong
     */
    void check(String readDataSubset) throws RepositoryException, InterruptedException;

    /** Bytes that the repository takes on disk and that are free there; empty where it cannot be known (remote, not made yet). */
    Space space();

    record Space(OptionalLong usedBytes, OptionalLong freeBytes) {
        static final Space UNKNOWN = new Space(OptionalLong.empty(), OptionalLong.empty());
    }
}
