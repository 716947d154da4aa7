package io.slackwater.repository;

import io.slackwater.policy.RepositoryPolicy;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One restic repository with its key, its pinned id and its gate. Safe for use by several threads: the gate lets readers and
 * backups run side by side and keeps forget, prune and check apart from them. An interrupt ends the restic process group.
 */
public interface Repository extends SnapshotReader {

    String id();

    RepositoryPolicy policy();

    /**
     * Verifies the identity of the repository and returns its restic id. The very first use creates the key and the repository. Later, a
     * missing, empty or different repository raises an alarm and is never initialised again. Cheap within a minute of the last call.
     */
    String open() throws RepositoryException, InterruptedException;

    /** The pinned restic id, read from the key files alone; empty before the first use. */
    Optional<String> pinned() throws RepositoryException;

    /** Refuses a repository on a full or read-only local disk, with the remedy. */
    void requireRoom() throws RepositoryException;

    /**
     * Explains another program's failure on this repository. When its message or the disk show that the repository's disk is full,
     * read-only or missing, the result names the repository and the remedy. Otherwise the result is the same failure.
     */
    RepositoryException explained(RepositoryException failure);

    /** Snapshots carrying all the tags, oldest first. */
    List<Snapshot> snapshots(String... tags) throws RepositoryException, InterruptedException;

    /** Forgets snapshots by id, through the gate. Missing ids are ignored. */
    void forget(Collection<String> snapshots) throws RepositoryException, InterruptedException;

    /** Has the other program index the snapshots that were stored or forgotten since the last call. */
    void announce();

    void prune() throws RepositoryException, InterruptedException;

    /**
     * Checks the structure, and some of the data when a subset is named.
     *
     * @param readDataSubset restic's {@code --read-data-subset}, or empty
     * @throws RepositoryException with {@link Failure#DAMAGED} for a damaged repository
     */
    void check(String readDataSubset) throws RepositoryException, InterruptedException;

    /** The size of the repository and the free bytes of its disk; empty for a remote or new repository. */
    Space space();

    record Space(OptionalLong usedBytes, OptionalLong freeBytes) {
        static final Space UNKNOWN = new Space(OptionalLong.empty(), OptionalLong.empty());
    }
}
