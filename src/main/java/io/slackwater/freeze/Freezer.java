package io.slackwater.freeze;

import io.slackwater.docker.DockerException;
import java.time.Duration;
import java.util.List;

/**
 * Freezes workloads under journaled leases and thaws them whatever happens. Safe for use by several threads.
 */
public interface Freezer {

    /**
     * Pauses the containers as one: all or none. The intent is journaled first, with a deadline in boot id and uptime; when the
     * deadline passes, a timer thaws them and the lease is {@link FreezeLease#broken()}. A freeze of ours that holds one of them is
     * waited for. When none of them runs, nothing is paused, and the lease is broken when one was started until its end.
     *
     * @throws DockerException only some of the containers run, one is paused by somebody else or restarts, or Docker is away; nothing
     *     stays paused
     */
    FreezeLease freeze(String run, String dataset, List<String> containerIds, Duration max)
            throws DockerException, InterruptedException;

    /** Thaws every lease that is still open in the journal: at start-up, before anything else. Retries while Docker is away. */
    void settle();

    /**
     * How long the workload of a run stood that a dead process left frozen, from its journaled begin until {@link #settle()} thawed it,
     * or until now while that is not done. Zero when nothing was found frozen: then nobody knows when it ended.
     */
    Duration stood(String run);

    /** Thaws everything now: at shutdown. */
    void thawAll();
}
