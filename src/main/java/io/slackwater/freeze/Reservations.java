package io.slackwater.freeze;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reserves containers for one freeze at a time. A reservation ends when the end of its freeze is confirmed and
 * recorded. After an earlier release, that record would end the next freeze. Safe for use by several threads.
 */
final class Reservations {

    private final Set<String> held = new HashSet<>();

    /**
     * Reserves containers. Waits while another freeze holds one of them.
     *
     * @param longest the longest wait
     */
    synchronized void reserve(String dataset, Collection<String> ids, Duration longest)
            throws DockerException, InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (true) {
            if (Collections.disjoint(held, ids)) {
                held.addAll(ids);
                return;
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (millis <= 0) {
                throw new DockerException(
                        "Cannot freeze for dataset " + dataset
                                + ": its container is reserved for the backup of another dataset. Try again later",
                        DockerFailure.NOT_READY);
            }
            wait(millis);
        }
    }

    /** Reserves containers that were found paused at the start. */
    synchronized void hold(Collection<String> ids) {
        held.addAll(ids);
    }

    synchronized void release(Collection<String> ids) {
        ids.forEach(held::remove);
        notifyAll();
    }
}
