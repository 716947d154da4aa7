package io.slackwater.docker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All containers of the daemon, running or not, and its volumes at one moment.
 *
 * @param containers the inspected containers
 * @param uninspected those without an answer to their inspection: Docker can lock up on a single container
 * @param volumes the labels of each volume, by its name
 * @param dataRoot the daemon's data root ({@code /var/lib/docker} mostly)
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
     * A listed container that could not be inspected.
     *
     * @param volumes the names of the volumes that it uses
     * @param reason the operation and its failure
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

        /** The Compose service, empty when none. */
        public String service() {
            return labels.getOrDefault(ContainerDocument.SERVICE, "");
        }

        /** Made by {@code compose run}. */
        public boolean oneOff() {
            return ContainerDocument.oneOff(labels);
        }
    }
}
