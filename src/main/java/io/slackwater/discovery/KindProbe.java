package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks a running container what it is, when its image, settings and mounts do not tell. An answer holds as long as the container
 * runs; that it is nothing we know is believed only of one that had time to start. Safe for use by several threads.
 */
final class KindProbe {

    private static final Duration STARTED = Duration.ofMinutes(2);

    /** In this order; the first that answers wins. */
    private static final List<Probe> PROBES = List.of(
            // An empty PGHOST means the local socket: a client's container with PGHOST set must not count its server as
            // its own.
            new Probe(
                    Kind.POSTGRES,
                    new ExecCommand(List.of("pg_isready"), Map.of("PGHOST", "", "PGHOSTADDR", "", "PGPORT", ""), ""),
                    "pg_isready in the container finds a server on the local socket"),
            new Probe(
                    Kind.REDIS,
                    ExecCommand.of("redis-cli", "-h", "127.0.0.1", "PING"),
                    "redis-cli in it gets an answer"),
            new Probe(
                    Kind.REDIS,
                    ExecCommand.of("valkey-cli", "-h", "127.0.0.1", "PING"),
                    "valkey-cli in it gets an answer"),
            new Probe(
                    Kind.OPEN_WEBUI,
                    ExecCommand.of("test", "-f", "/app/backend/data/webui.db"),
                    "it has /app/backend/data/webui.db"),
            new Probe(
                    Kind.OLLAMA, ExecCommand.of("test", "-d", "/root/.ollama/models"), "it has /root/.ollama/models"));

    private final Execs execs;
    private final Clock clock;
    private final Map<String, Answer> known = new ConcurrentHashMap<>();

    KindProbe(Execs execs, Clock clock) {
        this.execs = execs;
        this.clock = clock;
    }

    /** @param because says it for the user */
    record Found(Kind kind, String because) {}

    private record Probe(Kind kind, ExecCommand command, String because) {}

    private record Answer(Instant startedAt, Optional<Found> found) {}

    /** What the container is; empty when it is nothing that we know. Asks nothing of one that does not run. */
    Optional<Found> ask(Container container) throws DockerException, InterruptedException {
        Answer answer = known.get(container.id());
        if (answer != null && answer.startedAt().equals(container.startedAt())) {
            return answer.found();
        }
        if (!container.running()) {
            return Optional.empty();
        }
        Optional<Found> found = Optional.empty();
        for (Probe probe : PROBES) {
            if (answers(container, probe)) {
                found = Optional.of(new Found(probe.kind(), "kind " + probe.kind() + ": " + probe.because()));
                break;
            }
        }
        if (found.isPresent()
                || Duration.between(container.startedAt(), clock.instant()).compareTo(STARTED) > 0) {
            known.put(container.id(), new Answer(container.startedAt(), found));
        }
        return found;
    }

    private boolean answers(Container container, Probe probe) throws DockerException, InterruptedException {
        Execs.Outcome outcome = execs.run(container, probe.command());
        if (!(outcome instanceof Execs.Outcome.Ended ended)) {
            return false;
        }
        if (probe.kind().equals(Kind.REDIS)) {
            // One that wants a password, still loads or is protected answers with an error: it is there all the same.
            String said = ended.stdout() + ended.stderr();
            return said.contains("PONG")
                    || said.contains("NOAUTH")
                    || said.contains("LOADING")
                    || said.contains("DENIED");
        }
        // pg_isready: 0 accepts connections, 1 rejects them (starting up), 2 no response (PostgreSQL documentation).
        return ended.exitCode() == 0 || (probe.kind().equals(Kind.POSTGRES) && ended.exitCode() == 1);
    }

    /** Forgets containers that are gone. */
    void keep(Set<String> ids) {
        known.keySet().retainAll(ids);
    }
}
