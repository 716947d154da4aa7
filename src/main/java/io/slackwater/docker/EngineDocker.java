package io.slackwater.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.NullNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Docker Engine over its unix socket. docker-java changes objects; Slackwater's own connections transfer documents
 * and streams. Each call opens a new connection, so the daemon may restart between calls.
 */
public final class EngineDocker implements Docker, ContainerControl, VolumeControl {

    private static final Duration CONTROL = Duration.ofSeconds(30);
    private static final Duration PING = Duration.ofSeconds(5);
    /**
     * The timeout of one inspection of a survey. dockerd locks each container, and a stuck operation may hold that lock
     * for minutes. With Docker 20.10, a health check in a paused container did so. Other containers must not wait for
     * it.
     */
    private static final Duration EACH = Duration.ofSeconds(5);

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final EngineCalls calls;
    private final DockerClientConfig config;
    private final DockerClient client;
    private final ContainerLocks turns = new ContainerLocks();
    private final EngineExecs execs;
    private final EngineHelpers helpers;
    private final Duration heartbeat;

    /**
     * Creates a client.
     *
     * @param socket the socket of the daemon or of a proxy
     * @param owner identifies this Slackwater on the labels of helper containers, also after a recreation of its
     *     container. Loss prevented: at its start, another Slackwater on the host would remove the helper of a running
     *     restore
     * @param helperImage the id or name of an image on the host with {@code sleep} and {@code stat}
     */
    public EngineDocker(Path socket, Docker.Lookup<String> owner, Docker.Lookup<String> helperImage) {
        this(socket, owner, helperImage, HEARTBEAT);
    }

    EngineDocker(Path socket, Docker.Lookup<String> owner, Docker.Lookup<String> helperImage, Duration heartbeat) {
        this.calls = new EngineCalls(socket);
        this.heartbeat = heartbeat;
        this.config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("unix://" + socket.toAbsolutePath())
                .withDockerTlsVerify(false)
                .build();
        this.client = client(CONTROL);
        this.execs = new EngineExecs(client, calls, turns);
        this.helpers = new EngineHelpers(client, calls, execs, owner, helperImage);
    }

    @Override
    public void ping() throws DockerException {
        EngineCalls soon = calls.within(PING);
        soon.call("ask the daemon", () -> soon.http().get("/_ping"));
    }

    @Override
    public Path dataRoot() throws DockerException {
        String root = calls.read("ask for the daemon's data root", "/info")
                .path("DockerRootDir")
                .asText("");
        if (root.isEmpty()) {
            throw new DockerException(
                    "The Docker daemon does not report its data root; check docker info", DockerFailure.REFUSED);
        }
        return Path.of(root);
    }

    @Override
    public Survey survey(Optional<Survey> known, Set<String> changed) throws DockerException {
        Map<String, Container> unchanged = known.map(Survey::containers).orElse(List.of()).stream()
                .filter(one -> !changed.contains(one.id()))
                .collect(Collectors.toMap(Container::id, one -> one));
        List<Container> containers = new ArrayList<>();
        List<Survey.Uninspected> uninspected = new ArrayList<>();
        for (JsonNode one : calls.listed(Map.of())) {
            String id = one.path("Id").asText();
            try {
                Container same = unchanged.get(id);
                Optional<Container> now = same == null ? calls.within(EACH).find(id) : Optional.of(same);
                now.ifPresent(containers::add);
            } catch (DockerException e) {
                ping();
                uninspected.add(ContainerDocument.uninspected(one, String.valueOf(e.getMessage())));
            }
        }
        return new Survey(
                containers,
                uninspected,
                volumes(),
                known.isPresent() ? known.get().dataRoot() : dataRoot());
    }

    @Override
    public List<Container> service(String project, String service) throws DockerException {
        List<Container> containers = new ArrayList<>();
        for (JsonNode one :
                calls.listed(Map.of(ContainerDocument.PROJECT, project, ContainerDocument.SERVICE, service))) {
            find(one.path("Id").asText()).filter(found -> !found.oneOff()).ifPresent(containers::add);
        }
        return List.copyOf(containers);
    }

    @Override
    public List<RunningContainer> running(Map<String, String> labels) throws DockerException {
        List<RunningContainer> running = new ArrayList<>();
        for (JsonNode one : calls.listed(labels)) {
            calls.inspect(one.path("Id").asText())
                    .filter(known -> known.path("State").path("Running").asBoolean())
                    .map(ContainerDocument::running)
                    .ifPresent(running::add);
        }
        return List.copyOf(running);
    }

    @Override
    public Optional<Container> find(String idOrName) throws DockerException {
        return calls.find(idOrName);
    }

    @Override
    public Optional<String> inspectJson(String id) throws DockerException {
        return calls.inspect(id).map(JsonNode::toString);
    }

    @Override
    public List<String> imageNames(String id) throws DockerException {
        JsonNode image = calls.lookUp("inspect image " + id, "/images/" + EngineHttp.segment(id) + "/json")
                .orElse(NullNode.instance);
        return Stream.of("RepoDigests", "RepoTags")
                .flatMap(names -> ContainerDocument.texts(image.path(names)).sorted())
                .filter(name -> !name.contains("<none>"))
                .toList();
    }

    @Override
    public Map<String, Map<String, String>> volumes() throws DockerException {
        return calls.read("list volumes", "/volumes")
                .path("Volumes")
                .valueStream()
                .collect(Collectors.toUnmodifiableMap(
                        volume -> volume.path("Name").asText(),
                        volume -> ContainerDocument.strings(volume.path("Labels"))));
    }

    @Override
    public void createVolume(String name, Map<String, String> labels) throws DockerException {
        if (volumes().containsKey(name)) {
            throw new DockerException(
                    "Cannot create volume " + name + ": it exists already, and its files must not be overwritten."
                            + " Choose another name or remove it",
                    DockerFailure.REFUSED);
        }
        calls.change(
                "create volume " + name,
                () -> client.createVolumeCmd().withName(name).withLabels(labels).exec());
    }

    @Override
    public void removeVolume(String name) throws DockerException {
        calls.undo("remove volume " + name, () -> client.removeVolumeCmd(name).exec());
    }

    @Override
    public void pause(String id) throws DockerException {
        try (ContainerLocks.Turn alone = turns.pause(id)) {
            calls.change(
                    "pause container " + id, () -> client.pauseContainerCmd(id).exec());
        }
    }

    @Override
    public void unpause(String id) throws DockerException {
        calls.undo(
                "unpause container " + id, () -> client.unpauseContainerCmd(id).exec());
    }

    @Override
    public Optional<Duration> paused(String id, Instant since) throws DockerException {
        // The daemon's clock, which is the host's.
        String path = PauseEvents.path(id, since, Clock.systemUTC().instant());
        return calls.call("read the events of container " + id, () -> {
            try (MappingIterator<JsonNode> events = calls.http().get(path).documents()) {
                return PauseEvents.first(events);
            }
        });
    }

    @Override
    public Optional<StopSettings> stopSettings(String id) throws DockerException {
        return calls.inspect(id).map(ContainerDocument::stopSettings);
    }

    @Override
    public void restartPolicy(String id, RestartPolicy policy) throws DockerException {
        String text = policy.name() + (policy.retries() > 0 ? ":" + policy.retries() : "");
        calls.undo(
                "set the restart policy of container " + id + " to " + text,
                () -> client.updateContainerCmd(id)
                        .withRestartPolicy(com.github.dockerjava.api.model.RestartPolicy.parse(text))
                        .exec());
    }

    @Override
    public void stop(String id, Duration grace) throws DockerException {
        int seconds = (int) Math.max(0, grace.toSeconds());
        calls.change(
                "stop container " + id,
                () -> client(CONTROL.plusSeconds(seconds))
                        .stopContainerCmd(id)
                        .withTimeout(seconds)
                        .exec());
    }

    @Override
    public void start(String id) throws DockerException {
        calls.undo("start container " + id, () -> client.startContainerCmd(id).exec());
    }

    @Override
    public ExecResult exec(String id, ExecCommand command, Duration limit)
            throws DockerException, InterruptedException {
        return execs.exec(id, command, limit, false);
    }

    @Override
    public ExecStream open(String id, ExecCommand command, boolean stdin) throws DockerException {
        return execs.open(id, command, stdin, false);
    }

    @Override
    public HelperContainer helper(HelperRequest request) throws DockerException, InterruptedException {
        return helpers.start(request);
    }

    /**
     * Removes the helper containers that a crash left behind, and returns their number. Leaves those of other
     * Slackwater installations.
     */
    public int sweepHelpers() throws DockerException {
        return helpers.sweep();
    }

    /**
     * Reports events to the listener until closed. Reconnects without end, with backoff. Calls {@link
     * DockerEvents#resync()} after each connection, because events may have been missed.
     */
    public AutoCloseable follow(DockerEvents listener) {
        return EngineEvents.follow(calls.http(), listener, heartbeat);
    }

    private DockerClient client(Duration limit) {
        return DockerClientImpl.getInstance(config, calls.http().within(limit));
    }
}
