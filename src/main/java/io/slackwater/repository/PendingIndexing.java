package io.slackwater.repository;

import io.slackwater.policy.RepositoryPolicy;
import org.jboss.logging.Logger;

/** Changes of a repository that the neighbour does not know yet. Safe for use by several threads. */
final class PendingIndexing {

    private static final Logger LOG = Logger.getLogger(PendingIndexing.class);

    private final RepositoryPolicy policy;
    private final Identity identity;
    private final Neighbour neighbour;
    private volatile boolean some;

    PendingIndexing(RepositoryPolicy policy, Identity identity, Neighbour neighbour) {
        this.policy = policy;
        this.identity = identity;
        this.neighbour = neighbour;
    }

    /** Snapshots were added or forgotten. */
    void add() {
        some = true;
    }

    /** The repository as the neighbour knows it. */
    Neighbour.Shared shared(String restic) {
        return new Neighbour.Shared(policy.id(), policy.uri(), restic);
    }

    /** Informs the neighbour, once. A repository without a pinned id was never shared. */
    void announce() {
        if (!some) {
            return;
        }
        some = false;
        try {
            identity.pinned().map(this::shared).ifPresent(neighbour::changed);
        } catch (RepositoryException e) {
            LOG.warnf(
                    "what shows this repository is not told that it changed repository=%s reason=%s",
                    policy.id(), e.getMessage());
        }
    }
}
