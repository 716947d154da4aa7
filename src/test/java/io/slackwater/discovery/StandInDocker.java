package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.docker.ExecStream;
import io.slackwater.docker.RunningContainer;
import io.slackwater.docker.Survey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A Docker Engine with the containers, volumes and command answers that a test gives it. Commands may run at once. */
public final class StandInDocker implements Docker {

    public final Map<String, Container> containers = new TreeMap<>();
    public final Map<String, Map<String, String>> volumes = new TreeMap<>();
    /** Every command that was run, as {@code name: argv}. */
    public final List<String> asked = new ArrayList<>();
    /** The environments given to commands, in the same order. */
    public final List<Map<String, String>> environments = new ArrayList<>();

    /** The names of images by their ids. */
    public final Map<String, List<String>> imageNames = new HashMap<>();
    /** The documents of {@code docker inspect} by the ids of containers. */
    public final Map<String, String> inspected = new HashMap<>();

    private final Map<String, Answer> answers = new HashMap<>();
    private final Map<String, Program> programs = new HashMap<>();
    private final Set<String> silent = new HashSet<>();
    private volatile boolean away;

    @FunctionalInterface
    public interface Answer {
        ExecResult to(ExecCommand command) throws DockerException;
    }

    @FunctionalInterface
    public interface Program {
        ExecResult run(ExecCommand command, String input);
    }

    public StandInDocker with(Container container) {
        containers.put(container.name(), container);
        return this;
    }

    public StandInDocker with(ContainerBuilder... builders) {
        for (ContainerBuilder builder : builders) {
            Container container = builder.build();
            containers.put(container.name(), container);
        }
        return this;
    }

    /** Sets the answer of the program with this name in this container. */
    public StandInDocker answers(String container, String program, Answer answer) {
        answers.put(container + " " + program, answer);
        return this;
    }

    public StandInDocker answers(String container, String program, String stdout) {
        return answers(container, program, command -> new ExecResult(0, stdout, ""));
    }

    public void goAway() {
        away = true;
    }

    @Override
    public ExecResult exec(String id, ExecCommand command, Duration limit) throws DockerException {
        ping();
        Container container = containers.values().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new DockerException("no such container", DockerFailure.REFUSED));
        record(container.name(), command);
        if (!container.running()) {
            throw new DockerException("container " + container.name() + " is not running", DockerFailure.REFUSED);
        }
        Answer answer = answers.get(container.name() + " " + command.argv().getFirst());
        return answer == null ? new ExecResult(126, "executable file not found", "") : answer.to(command);
    }

    private synchronized void record(String container, ExecCommand command) {
        asked.add(container + ": " + command);
        environments.add(command.environment());
    }

    @Override
    public void ping() throws DockerException {
        if (away) {
            throw new DockerException("Docker is away", DockerFailure.NO_ANSWER);
        }
    }

    /** From now on Docker only lists this container, and cannot inspect it. */
    public void silence(String name) {
        silent.add(name);
    }

    public void speak(String name) {
        silent.remove(name);
    }

    @Override
    public Survey survey(Optional<Survey> known, Set<String> changed) throws DockerException {
        ping();
        List<Container> speaking = new ArrayList<>();
        List<Survey.Uninspected> quiet = new ArrayList<>();
        for (Container container : containers.values()) {
            if (silent.contains(container.name())) {
                Set<String> used = container.mounts().stream()
                        .map(mount -> String.valueOf(mount.volume()))
                        .collect(Collectors.toSet());
                Map<String, String> labels = new HashMap<>(container.labels());
                if (!container.project().isEmpty()) {
                    labels.put("com.docker.compose.project", container.project());
                    labels.put("com.docker.compose.service", container.service());
                }
                quiet.add(
                        new Survey.Uninspected(container.id(), container.name(), labels, used, "no answer within 5 s"));
            } else {
                speaking.add(container);
            }
        }
        return new Survey(speaking, quiet, volumes, Path.of("/var/lib/docker"));
    }

    @Override
    public Optional<Container> find(String idOrName) throws DockerException {
        ping();
        return containers.values().stream()
                .filter(one -> one.id().equals(idOrName) || one.name().equals(idOrName))
                .findFirst();
    }

    @Override
    public List<Container> service(String project, String service) throws DockerException {
        ping();
        return containers.values().stream()
                .filter(c -> c.project().equals(project) && c.service().equals(service))
                .toList();
    }

    @Override
    public List<RunningContainer> running(Map<String, String> labels) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> imageNames(String id) {
        return imageNames.getOrDefault(id, List.of());
    }

    @Override
    public Optional<String> inspectJson(String id) {
        return Optional.ofNullable(inspected.get(id));
    }

    /** Sets the answer of the program with this name in this container, after the program has read its input. */
    public StandInDocker runs(String container, String program, Program answer) {
        programs.put(container + " " + program, answer);
        return this;
    }

    @Override
    public ExecStream open(String id, ExecCommand command, boolean stdin) throws DockerException {
        Program program = programs.get(
                find(id).orElseThrow().name() + " " + command.argv().getFirst());
        if (program == null) {
            ExecResult result = exec(id, command, Duration.ZERO);
            program = (_, _) -> result;
        } else {
            record(find(id).orElseThrow().name(), command);
        }
        return new StandInStream(command, program, stdin);
    }
}
