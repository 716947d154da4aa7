package io.slackwater.repository;

import io.slackwater.policy.RepositoryPolicy;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One restic repository with its key and its recorded restic id. Safe for use by several threads. A {@link Gate}
 * permits parallel reads and backups, and separates forget, prune and check from them. An interrupt ends restic and its
 * child processes.
 */
public interface Repository {

    default String id() {
        return policy().id();
    }

    RepositoryPolicy policy();

    /**
     * Verifies the repository's identity and returns its restic id. The very first call creates the key and the
     * repository. A repository that is missing, empty or different later is an error and is never initialised again.
     * Cheap within a minute of the last call.
     */
    String open() throws RepositoryException, InterruptedException;

    /** The recorded restic id, read from the key files only; empty before the first use. */
    Optional<String> pinned() throws RepositoryException;

    /** Refuses a repository on a full or read-only local disk, with the remedy. */
    void requireRoom() throws RepositoryException;

    /**
     * Explains a failure that Backrest reported on this repository. If the repository's disk is full, read-only or
     * missing, the result names repository and remedy. Otherwise the result is the given failure. restic stalls on a
     * full disk without a message. Loss prevented: each further attempt would freeze the workload until the limit.
     */
    RepositoryException explained(RepositoryException failure);

    /** The snapshots that have all these tags, oldest first. */
    List<Snapshot> snapshots(String... tags) throws RepositoryException, InterruptedException;

    /** Reads the files of the repository's snapshots. */
    SnapshotReader contents();

    /**
     * Deletes snapshots by id with {@code restic forget}. Ignores ids that do not exist. Waits for exclusive use of the
     * repository.
     */
    void forget(Collection<String> snapshots) throws RepositoryException, InterruptedException;

    /** Asks Backrest to read the snapshots again, if any were stored or deleted since the last call. */
    void announce();

    /**
     * Removes data that no snapshot needs. Returns by how many bytes a local repository shrank; empty for a remote one.
     */
    OptionalLong prune() throws RepositoryException, InterruptedException;

    /**
     * Checks the repository's structure, and a part of its data if {@code readDataSubset} names one.
     *
     * @param readDataSubset the value of restic's {@code --read-data-subset}; empty to read no data
     * @throws RepositoryException with {@link Failure#DAMAGED} for a damaged repository
     */
    void check(String readDataSubset) throws RepositoryException, InterruptedException;
}
