package io.slackwater.repository;

import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Access to the policy's repositories, for comparing them with Backrest's configuration. */
public interface PolicyRepositories {

    Logger LOG = Logger.getLogger(PolicyRepositories.class);

    /** Returns the restic id that Slackwater pinned (recorded beside the key) at the first use; empty before. Cheap. */
    Optional<String> pinnedId(String repository) throws RepositoryException;

    /** Returns the pinned restic id; empty if it cannot be read now, or before the first use. */
    default Optional<String> knownId(String repository) {
        try {
            return pinnedId(repository);
        } catch (RepositoryException e) {
            LOG.debugf("the repository's id cannot be read now repository=%s reason=%s", repository, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Opens the repository, verifies its identity and returns its restic id. Initialises a repository that was never
     * used.
     */
    String open(String repository) throws RepositoryException, InterruptedException;

    /** Returns the variables of the repository's environment file. They are secrets. */
    Map<String, String> environment(String repository) throws RepositoryException;
}
