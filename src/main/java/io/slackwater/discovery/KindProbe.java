package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Probes the kind of a running container when its image, settings and mounts do not show it. An answer is valid while the
 * container runs. The answer "no known kind" is accepted only after the container had time to start. Safe for use by several
 * threads.
 */
final class KindProbe {

    private static final Duration STARTED = Duration.ofMinutes(2);

    private final Kinds<?> kinds;
    private final Execs execs;
    private final Clock clock;
    private final Map<String, Answer> known = new ConcurrentHashMap<>();

    KindProbe(Kinds<?> kinds, Execs execs, Clock clock) {
        this.kinds = kinds;
        this.execs = execs;
        this.clock = clock;
    }

    /** @param because says it for the user */
    record Found(DiscoverableKind kind, String because) {}

    private record Answer(Instant startedAt, Optional<Found> found) {}

    /** The kind of the container; empty for an unknown kind or a stopped container. */
    Optional<Found> ask(Container container) throws DockerException, InterruptedException {
        Answer answer = known.get(container.id());
        if (answer != null && answer.startedAt().equals(container.startedAt())) {
            return answer.found();
        }
        if (!container.running()) {
            return Optional.empty();
        }
        Optional<Found> found = first(container);
        if (found.isPresent()
                || Duration.between(container.startedAt(), clock.instant()).compareTo(STARTED) > 0) {
            known.put(container.id(), new Answer(container.startedAt(), found));
        }
        return found;
    }

    private Optional<Found> first(Container container) throws DockerException, InterruptedException {
        for (DiscoverableKind kind : kinds.all()) {
            Optional<String> why = kind.probe(container, execs);
            if (why.isPresent()) {
                return Optional.of(new Found(kind, "kind " + kind.profile().kind() + ": " + why.get()));
            }
        }
        return Optional.empty();
    }

    /** Forgets containers that are gone. */
    void keep(Set<String> ids) {
        known.keySet().retainAll(ids);
    }
}
