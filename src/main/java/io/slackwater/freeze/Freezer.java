package io.slackwater.freeze;

import io.slackwater.docker.DockerException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Freezes workloads under journaled leases and thaws them in every case. Safe for use by several threads.
 */
public interface Freezer {

    /**
     * Pauses all containers, or none. The intent is journaled first, with a deadline in boot id and uptime. At the deadline a timer thaws
     * them and the lease is {@link FreezeLease#broken()}. Waits for another lease on the same containers. When none of them runs, nothing
     * is paused, and a start of one breaks the lease.
     *
     * @throws DockerException only some of the containers run, one is paused by a user or restarts, or Docker is away; nothing stays
     *     paused
     */
    FreezeLease freeze(String run, String dataset, List<String> containerIds, Duration max)
            throws DockerException, InterruptedException;

    /** Why the newest freeze of a run did not hold until now; empty while it holds, or when there was none. Cheap. */
    Optional<String> broken(String run);

    /** Thaws every open lease of the journal, at start-up and before anything else. Retries while Docker is away. */
    void settle();

    /**
     * How long a dead process left a run's workload frozen, from its journaled begin until {@link #settle()} thawed it, or until now. Zero
     * when nothing was found frozen.
     */
    Duration stood(String run);

    /** Thaws everything, at shutdown. */
    void thawAll();
}
