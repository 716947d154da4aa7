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
