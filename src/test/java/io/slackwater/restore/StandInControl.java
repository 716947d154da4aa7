package io.slackwater.restore;

import io.slackwater.discovery.StandInDocker;
import io.slackwater.docker.Container;
import io.slackwater.docker.Container.State;
import io.slackwater.docker.ContainerControl;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.docker.RestartPolicy;
import io.slackwater.docker.StopSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stops and starts the containers of a {@link StandInDocker}. */
final class StandInControl implements ContainerControl {

    static final RestartPolicy USUAL = new RestartPolicy("unless-stopped", 0);

    /** What was done: {@code stop web}. */
    final List<String> done = new ArrayList<>();
    /** The restart policies that differ from the usual one, by the container's name. */
    final Map<String, RestartPolicy> policies = new HashMap<>();
    /** The names of containers that Docker removes when they stop. */
    final Set<String> removedWhenStopped = new HashSet<>();
    /** Calls that fail: {@code start web}. */
    final Set<String> failing = new HashSet<>();
    /** The health of containers after their start, by name; none without an entry. */
    final Map<String, String> health = new HashMap<>();
    /** Runs after each call. */
    Runnable afterwards = () -> {};

    private final StandInDocker docker;

    StandInControl(StandInDocker docker) {
        this.docker = docker;
    }

    private Container existing(String id) throws DockerException {
        return find(id).orElseThrow(() -> new DockerException("no such container", DockerFailure.REFUSED));
    }

    private void call(String what, Container container, Optional<State> state) throws DockerException {
        String call = what + " " + container.name();
        if (failing.contains(call)) {
            throw new DockerException("Docker refuses to " + call, DockerFailure.REFUSED);
        }
        done.add(call);
        state.ifPresent(next -> docker.with(in(container, next)));
        afterwards.run();
    }

    /** A copy of the container in another state. */
    Container in(Container old, State state) {
        return new Container(
                old.id(),
                old.name(),
                old.project(),
                old.service(),
                old.oneOff(),
                old.replica(),
                old.image(),
                old.imageId(),
                state,
                state == State.RUNNING ? Optional.ofNullable(health.get(old.name())) : Optional.empty(),
                state == State.RUNNING ? Instant.EPOCH : old.startedAt(),
                old.labels(),
                old.environment(),
                old.command(),
                old.workingDirectory(),
                old.mounts(),
                old.exposedPorts(),
                old.networks(),
                old.aliases(),
                old.hosts(),
                old.publishedPorts());
    }

    @Override
    public Optional<Container> find(String idOrName) throws DockerException {
        return docker.find(idOrName);
    }

    @Override
    public Optional<StopSettings> stopSettings(String id) throws DockerException {
        return find(id).map(container -> new StopSettings(
                policies.getOrDefault(container.name(), USUAL),
                Duration.ofSeconds(7),
                removedWhenStopped.contains(container.name()),
                Duration.ZERO));
    }

    @Override
    public void restartPolicy(String id, RestartPolicy policy) throws DockerException {
        Container container = existing(id);
        call("policy " + policy.name(), container, Optional.empty());
        policies.put(container.name(), policy);
    }

    @Override
    public void stop(String id, Duration grace) throws DockerException {
        call("stop", existing(id), Optional.of(State.EXITED));
    }

    @Override
    public void start(String id) throws DockerException {
        call("start", existing(id), Optional.of(State.RUNNING));
    }

    @Override
    public void pause(String id) {
        throw new IllegalStateException("a restore pauses no container");
    }

    @Override
    public void unpause(String id) {
        throw new IllegalStateException("a restore resumes no container");
    }

    @Override
    public Optional<Duration> paused(String id, Instant since) {
        throw new IllegalStateException("a restore pauses no container");
    }
}
