package io.slackwater.freeze;

import io.slackwater.docker.DockerException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which containers are in a lease. A container that was thawed cools down until it is certain that it goes on: were it frozen again
 * before, looking after the first thaw would end the second freeze. Safe for use by several threads.
 */
final class Reservations {

    private final Duration patience;
    private final Set<String> held = new HashSet<>();
    private final Set<String> cooling = new HashSet<>();

    /** @param patience how long to wait for containers that cool down */
    Reservations(Duration patience) {
        this.patience = patience;
    }

    /**
     * Waits for a freeze of ours to end: two datasets of one workload are taken one after the other.
     *
     * @param names the containers' names by their ids
     * @param longest how long another freeze may be waited for
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
                throw refusal(
                        dataset,
                        waiting.stream().map(id -> names.getOrDefault(id, id)).toList(),
                        others.isEmpty()
                                ? "not yet known to go on after its last freeze"
                                : "in the freeze of another dataset");
            }
            wait(millis);
        }
    }

    /** Containers of a lease that was found: they are held whatever else. */
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

    private static DockerException refusal(String dataset, List<String> names, String why) {
        return new DockerException(
                "Cannot freeze for dataset " + dataset + ": container " + String.join(", ", names) + " is " + why
                        + ". Try again later",
                true);
    }

    private static Set<String> common(Set<String> some, Collection<String> others) {
        Set<String> common = new LinkedHashSet<>(others);
        common.retainAll(some);
        return common;
    }
}
