package io.slackwater.freeze;

import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.docker.Container;
import io.slackwater.docker.Container.State;
import io.slackwater.docker.ContainerControl;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.docker.RestartPolicy;
import io.slackwater.docker.StopSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Containers in memory, for faults in moments that a test cannot reach in a real Docker. {@link LeaseFreezerIT} pauses real ones. */
final class StandInContainers implements ContainerControl {

    static final Instant STARTED = Instant.parse("2026-03-01T00:00:00Z");

    private final Map<String, Container> containers = new ConcurrentHashMap<>();
    /** The calls {@code find}, {@code pause} or {@code unpause} that Docker does not answer. */
    final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    /** How long each container was paused, as far as Docker knows. */
    final Map<String, Duration> paused = new ConcurrentHashMap<>();
    /** Whether Docker executes a call that it does not answer. */
    boolean executed;

    /** Adds or changes a container, and returns its id. */
    String put(String name, State state, Instant started) {
        return put(ContainerBuilder.plain(name).state(state).startedAt(started));
    }

    String put(ContainerBuilder builder) {
        Container container = builder.build();
        containers.put(container.id(), container);
        return container.id();
    }

    String running(String name) {
        return put(name, State.RUNNING, STARTED);
    }

    void remove(String id) {
        containers.remove(id);
    }

    State state(String id) {
        return Optional.ofNullable(containers.get(id)).orElseThrow().state();
    }

    @Override
    public Optional<Container> find(String id) throws DockerException {
        answer("find");
        return Optional.ofNullable(containers.get(id));
    }

    @Override
    public void pause(String id) throws DockerException {
        if (state(id) != State.RUNNING) {
            throw new DockerException("container " + id + " is already paused", DockerFailure.REFUSED);
        }
        change("pause", id, State.PAUSED);
    }

    @Override
    public void unpause(String id) throws DockerException {
        change("unpause", id, State.RUNNING);
    }

    private void change(String call, String id, State state) throws DockerException {
        if (!unanswered.contains(call) && !Thread.currentThread().isInterrupted() || executed) {
            containers.computeIfPresent(
                    id,
                    (one, before) -> ContainerBuilder.plain(before.name())
                            .state(state)
                            .startedAt(before.startedAt())
                            .build());
        }
        answer(call);
    }

    private void answer(String call) throws DockerException {
        // A socket of Docker fails in an interrupted thread too.
        if (unanswered.contains(call) || Thread.currentThread().isInterrupted()) {
            throw new DockerException("Docker does not answer to " + call, DockerFailure.NO_ANSWER);
        }
    }

    @Override
    public Optional<Duration> paused(String id, Instant since) throws DockerException {
        answer("paused");
        return Optional.ofNullable(paused.get(id));
    }

    @Override
    public Optional<StopSettings> stopSettings(String id) {
        throw new IllegalStateException("a freeze stops no container");
    }

    @Override
    public void restartPolicy(String id, RestartPolicy policy) {
        throw new IllegalStateException("a freeze changes no restart policy");
    }

    @Override
    public void stop(String id, Duration grace) {
        throw new IllegalStateException("a freeze stops no container");
    }

    @Override
    public void start(String id) {
        throw new IllegalStateException("a freeze starts no container");
    }
}
