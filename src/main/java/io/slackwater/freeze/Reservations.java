package io.slackwater.freeze;

import io.slackwater.docker.DockerException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The containers that belong to a lease. A thawed container stays reserved until its thaw is confirmed: the confirmation would end the
 * next freeze. Safe for use by several threads.
 */
final class Reservations {

    private final Duration patience;
    private final Set<String> held = new HashSet<>();
    private final Set<String> cooling = new HashSet<>();

    /** @param patience how long to wait for the confirmation of a thaw */
    Reservations(Duration patience) {
        this.patience = patience;
    }

    /**
     * Waits for the end of another lease: two datasets of one workload are frozen one after the other.
     *
     * @param names the containers' names by their ids
     * @param longest the longest wait for another lease
     */
    synchronized void reserve(String dataset, Map<String, String> names, Duration longest)
            throws DockerException, InterruptedException {
        long begun = System.nanoTime();
        boolean waited = false;
        while (true) {
            Set<String> others = common(held, names.keySet());
            Set<String> waiting = others.isEmpty() ? common(cooling, names.keySet()) : others;
            if (waiting.isEmpty()) {
                held.addAll(names.keySet());
                return;
            }
            waited |= !others.isEmpty();
            Duration cooled = waited ? longest.plus(patience) : patience;
            Duration most = others.isEmpty() ? cooled : longest;
            long millis = most.minusNanos(System.nanoTime() - begun).toMillis();
            if (millis <= 0) {
                throw new DockerException(
                        "Cannot freeze for dataset " + dataset + ": container "
                                + waiting.stream()
                                        .map(id -> names.getOrDefault(id, id))
                                        .collect(Collectors.joining(", "))
                                + (others.isEmpty()
                                        ? " is not yet known to run after its last freeze"
                                        : " is in the freeze of another dataset")
                                + ". Try again later",
                        true);
            }
            wait(millis);
        }
    }

    /** Reserves the containers of a lease that was found open. */
    synchronized void hold(Collection<String> ids) {
        held.addAll(ids);
    }

    synchronized void cool(List<String> ids) {
        ids.forEach(held::remove);
        cooling.addAll(ids);
    }

    synchronized void release(Collection<String> ids) {
        ids.forEach(held::remove);
        ids.forEach(cooling::remove);
        notifyAll();
    }

    private static Set<String> common(Set<String> some, Collection<String> others) {
        Set<String> common = new LinkedHashSet<>(others);
        common.retainAll(some);
        return common;
    }
}
