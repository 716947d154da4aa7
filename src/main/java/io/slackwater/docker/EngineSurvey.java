package io.slackwater.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Inspects containers one by one, each with a short timeout. dockerd locks each container, and a stuck operation may
 * hold that lock for minutes (seen with 20.10: a health check in a paused container). Other containers must not wait
 * for it.
 */
record EngineSurvey(EngineDocker docker, EngineCalls calls) {

    private static final Duration EACH = Duration.ofSeconds(5);

    /**
     * Inspects the listed containers.
     *
     * @param known containers that need no new inspection
     * @throws DockerException the daemon does not answer at all
     */
    Survey of(JsonNode listed, Map<String, Container> known, Path dataRoot) throws DockerException {
        List<Container> containers = new ArrayList<>();
        List<Survey.Uninspected> uninspected = new ArrayList<>();
        for (JsonNode one : listed) {
            String id = one.path("Id").asText();
            Container unchanged = known.get(id);
            if (unchanged != null) {
                containers.add(unchanged);
                continue;
            }
            try {
                calls.within(EACH).find(id).ifPresent(containers::add);
            } catch (DockerException e) {
                docker.ping();
                uninspected.add(uninspected(one, String.valueOf(e.getMessage())));
            }
        }
        return new Survey(containers, uninspected, docker.volumes(), dataRoot);
    }

    private static Survey.Uninspected uninspected(JsonNode one, String reason) {
        String id = one.path("Id").asText();
        // The alias of a link has a second slash.
        String name = ContainerDocument.texts(one.path("Names"))
                .filter(alias -> alias.lastIndexOf('/') <= 0)
                .map(alias -> alias.replace("/", ""))
                .findFirst()
                .orElse(id);
        Set<String> volumes = one.path("Mounts")
                .valueStream()
                .map(mount -> mount.path("Name").asText(""))
                .filter(volume -> !volume.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        return new Survey.Uninspected(id, name, ContainerDocument.strings(one.path("Labels")), volumes, reason);
    }
}
