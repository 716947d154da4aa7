package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Finds a container's kind of service by its label, by Docker's description, or by a command in the running container.
 * Caches a command's answer until the container restarts. The answer "no known kind" is cached only after the container
 * had two minutes to start. Safe for use by several threads.
 */
final class KindRecognition {

    private static final Duration STARTED = Duration.ofMinutes(2);

    /** Prints which of its arguments exist: absolute paths, and programs by their name. */
    private static final String PRESENT =
            "for one; do case $one in /*) [ -e \"$one\" ] ;; *) command -v \"$one\" >/dev/null ;; esac && echo \"$one\"; done; :";

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
     * The recognised kind.
     *
     * @param product the product's name, for a database without a dump; empty otherwise
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

    /** The container's kind. The last kind in the list applies when no other kind matches. */
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
                        : Recognised.of(hints.getFirst().kind(), "the container does not run, but looks like one"));
    }

    /** The kind by Docker's description alone; empty when only a command in the container can decide. */
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

    /** Asks all possible kinds. The first kind in the list whose command succeeds applies. */
    private Optional<Recognised> first(Container container) throws DockerException, InterruptedException {
        return Concurrently.answers(
                        possible(container),
                        kind -> kind.probe(container, execs).map(reason -> Recognised.of(kind, reason)))
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * The kinds whose programs or paths the container has. One command finds them, because each command in a container
     * costs Docker a twentieth of a second. All kinds when the container has no shell.
     */
    private List<? extends DiscoverableKind> possible(Container container)
            throws DockerException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", PRESENT, "sh"));
        kinds.all().forEach(kind -> argv.addAll(kind.probed()));
        if (!(execs.run(container, new ExecCommand(argv, Map.of(), "")) instanceof Execs.ExecOutcome.Ended ended)
                || !ended.ok()) {
            return kinds.all();
        }
        Set<String> present = ended.stdout().lines().collect(Collectors.toSet());
        return kinds.all().stream()
                .filter(kind -> kind.probed().isEmpty() || !Collections.disjoint(kind.probed(), present))
                .toList();
    }

    /** Forgets the answers of all containers except these. */
    void keep(Set<String> ids) {
        probed.keySet().retainAll(ids);
    }
}
