package io.slackwater.freeze;

import io.slackwater.docker.DockerException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
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

    synchronized void reserve(String dataset, Collection<String> ids) throws DockerException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            refuse(dataset, common(held, ids), "in the freeze of another dataset");
            Set<String> waiting = common(cooling, ids);
            if (waiting.isEmpty()) {
                held.addAll(ids);
                return;
            }
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                refuse(dataset, waiting, "not yet known to go on after its last freeze");
            }
            wait(Math.max(1, millis));
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

    private static void refuse(String dataset, Set<String> ids, String why) throws DockerException {
        if (!ids.isEmpty()) {
            throw new DockerException(
                    "Cannot freeze for dataset " + dataset + ": container " + String.join(", ", ids) + " is " + why
                            + ". Try again later",
                    true);
        }
    }

    private static Set<String> common(Set<String> some, Collection<String> others) {
        Set<String> common = new LinkedHashSet<>(others);
        common.retainAll(some);
        return common;
    }
}
