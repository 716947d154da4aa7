package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides which kind of service a container is: by its label, by Docker's description of it, or by a probe in the running container.
 * The answer of a probe is valid while the container runs. The answer "no known kind" is kept only after the container had time to
 * start. Safe for use by several threads.
 */
final class KindRecognition {

    private static final Duration STARTED = Duration.ofMinutes(2);

    private final Kinds<?> kinds;
    private final Execs execs;
    private final Clock clock;
    private final Map<String, Answer> probed = new ConcurrentHashMap<>();

    KindRecognition(Kinds<?> kinds, Execs execs, Clock clock) {
        this.kinds = kinds;
        this.execs = execs;
        this.clock = clock;
    }

    /**
     * @param product the product's name when it is a database that can only be copied
     * @param because the reasons, for the user
     */
    record Recognised(DiscoverableKind kind, Optional<String> product, List<String> because) {
        Recognised {
            because = List.copyOf(because);
        }

        private static Recognised of(DiscoverableKind kind, String why) {
            return new Recognised(
                    kind, Optional.empty(), List.of("kind " + kind.profile().kind() + ": " + why));
        }
    }

    private record Sign(DiscoverableKind kind, Evidence evidence) {}

    private record Answer(Instant startedAt, Optional<Recognised> found) {}

    /** The kind of the container; the last of all kinds when no other kind matches. */
    Recognised of(Container container, Optional<Kind> label) throws DockerException, InterruptedException {
        Optional<Recognised> described = label.map(
                        name -> Recognised.of(kinds.of(name), "by the label slackwater.kind"))
                .or(() -> described(container));
        if (described.isPresent()) {
            return described.get();
        }
        List<Sign> hints = signs(container);
        return probe(container)
                .orElseGet(() -> container.running() || hints.isEmpty()
                        ? Recognised.of(kinds.last(), "no other kind matches")
                        : Recognised.of(
                                hints.getFirst().kind(), "it does not run and cannot be asked, but looks like it"));
    }

    /** The kind by Docker's description of the container; empty when only a probe can decide. */
    Optional<Recognised> described(Container container) {
        return signs(container).stream()
                .filter(sign -> sign.evidence().strength() != Evidence.Strength.HINT)
                .min(Comparator.comparing(sign -> sign.evidence().strength()))
                .map(sign -> new Recognised(
                        sign.kind(),
                        sign.evidence().product(),
                        Recognised.of(sign.kind(), sign.evidence().why()).because()));
    }

    private List<Sign> signs(Container container) {
        return kinds.all().stream()
                .<Sign>flatMap(kind -> kind.recognise(container).map(evidence -> new Sign(kind, evidence)))
                .toList();
    }

    private Optional<Recognised> probe(Container container) throws DockerException, InterruptedException {
        Answer answer = probed.get(container.id());
        if (answer != null && answer.startedAt().equals(container.startedAt())) {
            return answer.found();
        }
        if (!container.running()) {
            return Optional.empty();
        }
        Optional<Recognised> found = first(container);
        if (found.isPresent()
                || Duration.between(container.startedAt(), clock.instant()).compareTo(STARTED) > 0) {
            probed.put(container.id(), new Answer(container.startedAt(), found));
        }
        return found;
    }

    private Optional<Recognised> first(Container container) throws DockerException, InterruptedException {
        for (DiscoverableKind kind : kinds.all()) {
            Optional<String> why = kind.probe(container, execs);
            if (why.isPresent()) {
                return why.map(reason -> Recognised.of(kind, reason));
            }
        }
        return Optional.empty();
    }

    /** Forgets the answers of other containers. */
    void keep(Set<String> ids) {
        probed.keySet().retainAll(ids);
    }
}
