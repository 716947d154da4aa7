package io.slackwater.freeze;

import io.slackwater.docker.DockerException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Pauses containers while their files are copied, for a limited time, which is called a freeze. A lease in the journal
 * records each freeze, so that the containers are resumed even after a crash. Safe for use by several threads.
 */
public interface Freezer {

    /**
     * Pauses all containers, or none. First writes a lease with the deadline to the journal. At the deadline a timer
     * resumes the containers and breaks the freeze. Waits while another freeze holds one of the containers. If none of
     * them runs, nothing is paused; a start of one then breaks the freeze.
     *
     * @param max the time limit
     * @throws DockerException only some of the containers run, a user paused one, one is restarting, or Docker does not
     *     answer. Nothing stays paused
     */
    FreezeLease freeze(String run, String dataset, List<String> containerIds, Duration max)
            throws DockerException, InterruptedException;

    /** Why the newest freeze of this run ended early; empty while it holds, or when there was none. Cheap. */
    Optional<String> broken(String run);

    /**
     * Resumes all containers that the journal lists as paused. Called at the start, before anything else. Retries while
     * Docker does not answer.
     */
    void settle();

    /**
     * Returns how long the containers of this run of an earlier process were paused. Another program may have resumed
     * the containers. Zero when the run paused no container. Empty when Docker no longer knows the duration.
     */
    Optional<Duration> stood(String run);

    /** Resumes all containers. Called at shutdown. */
    void thawAll();
}
