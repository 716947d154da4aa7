package io.slackwater.docker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All containers of the daemon, running or not, and its volumes, at one moment.
 *
 * @param containers the inspected containers
 * @param uninspected containers that Docker could not inspect, because it is stuck at them
 * @param volumes the labels of each volume, by the volume's name
 * @param dataRoot the daemon's data directory, usually {@code /var/lib/docker}
 */
public record Survey(
        List<Container> containers,
        List<Uninspected> uninspected,
        Map<String, Map<String, String>> volumes,
        Path dataRoot) {

    public Survey {
        containers = List.copyOf(containers);
        uninspected = List.copyOf(uninspected);
        volumes = Map.copyOf(volumes);
    }

    /** The Compose projects that have a container. */
    public Set<String> projects() {
        return Stream.concat(
                        containers.stream().map(Container::project),
                        uninspected.stream().map(Uninspected::project))
                .filter(project -> !project.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * A listed container that Docker could not inspect.
     *
     * @param volumes the names of the volumes that it uses
     * @param reason the failed operation and its error
     */
    public record Uninspected(String id, String name, Map<String, String> labels, Set<String> volumes, String reason) {

        public Uninspected {
            labels = Map.copyOf(labels);
            volumes = Set.copyOf(volumes);
        }

        /** The Compose project; empty for a container outside Compose. */
        public String project() {
            return labels.getOrDefault(ContainerDocument.PROJECT, "");
        }

        /** The Compose service; empty when there is none. */
        public String service() {
            return labels.getOrDefault(ContainerDocument.SERVICE, "");
        }

        /** Whether {@code compose run} created the container. */
        public boolean oneOff() {
            return ContainerDocument.oneOff(labels);
        }
    }
}
