package io.slackwater.backrest.reconcile;

import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.RunningContainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds Backrest's running container: the one with Backrest's role label, or the one of the Compose service that
 * Backrest's address names. Each call asks Docker, because the container can be recreated.
 *
 * @param project finds Slackwater's own Compose project; without one, all projects are searched
 * @param address the host in Backrest's address
 * @param configured Backrest's host name in the settings; a container with another name is not Backrest's
 */
public record BackrestContainers(
        Docker docker, Docker.Lookup<Optional<String>> project, String address, Supplier<Optional<String>> configured) {

    private static final String ROLE = "backrest";
    private static final String PROJECT = "com.docker.compose.project";
    private static final String SERVICE = "com.docker.compose.service";

    /** Returns the containers that can be Backrest's; more than one if the labels do not decide. */
    public List<RunningContainer> running() throws DockerException {
        Optional<String> compose = project.find();
        List<RunningContainer> found = docker.running(labels(compose, Container.ROLE_LABEL, ROLE));
        if (found.isEmpty()) {
            found = docker.running(labels(compose, SERVICE, address));
        }
        Optional<String> name = hostName();
        return found.stream()
                .filter(one -> name.isEmpty() || one.hostName().equals(name.get()))
                .toList();
    }

    /** Returns Backrest's host name in the settings; empty when none is set. */
    Optional<String> hostName() {
        return configured.get().filter(name -> !name.isBlank());
    }

    private static Map<String, String> labels(Optional<String> project, String label, String value) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(label, value);
        project.ifPresent(name -> labels.put(PROJECT, name));
        return labels;
    }
}
