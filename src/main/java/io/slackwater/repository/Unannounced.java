package io.slackwater.repository;

import io.slackwater.policy.RepositoryPolicy;
import org.jboss.logging.Logger;

/** Changes of a repository that its neighbour did not make and does not know of yet. Safe for use by several threads. */
final class Unannounced {

    private static final Logger LOG = Logger.getLogger(Unannounced.class);

    private final RepositoryPolicy policy;
    private final Identity identity;
    private final Neighbour neighbour;
    private volatile boolean some;

    Unannounced(RepositoryPolicy policy, Identity identity, Neighbour neighbour) {
        this.policy = policy;
        this.identity = identity;
        this.neighbour = neighbour;
    }

    /** Snapshots came or went. */
    void add() {
        some = true;
    }

    /** How the neighbour is asked for this repository. */
    Neighbour.Shared shared(String restic) {
        return new Neighbour.Shared(policy.id(), policy.uri(), restic);
    }

    /** Tells the neighbour, once. A repository without a pinned id has never been shared. */
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
