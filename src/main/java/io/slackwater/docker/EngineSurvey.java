package io.slackwater.docker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Inspects the listed containers one by one, each with a short timeout. dockerd locks each container, and a stuck operation can
 * hold the lock for minutes (seen with 20.10: a frozen health check). The survey of the other containers must continue.
 */
record EngineSurvey(EngineDocker docker, EngineCalls calls) {

    private static final Duration EACH = Duration.ofSeconds(5);

    /**
     * @param known containers that need no inspection
     * @throws DockerException the daemon does not answer at all
     */
    Survey of(List<com.github.dockerjava.api.model.Container> listed, Map<String, Container> known, Path dataRoot)
            throws DockerException {
        List<Container> containers = new ArrayList<>();
        List<Survey.Uninspected> uninspected = new ArrayList<>();
        for (var one : listed) {
            Container unchanged = known.get(one.getId());
            if (unchanged != null) {
                containers.add(unchanged);
                continue;
            }
            try {
                calls.find(one.getId(), EACH).ifPresent(containers::add);
            } catch (DockerException e) {
                docker.ping();
                uninspected.add(uninspected(one, String.valueOf(e.getMessage())));
            }
        }
        return new Survey(containers, uninspected, docker.volumes(), dataRoot);
    }

    private static Survey.Uninspected uninspected(com.github.dockerjava.api.model.Container one, String reason) {
        String @Nullable [] names = one.getNames();
        // The alias of a link has a second slash.
        String name = names == null
                ? one.getId()
                : Arrays.stream(names)
                        .map(alias -> alias.startsWith("/") ? alias.substring(1) : alias)
                        .filter(alias -> !alias.contains("/"))
                        .findFirst()
                        .orElse(one.getId());
        Map<String, String> labels = one.getLabels() == null ? Map.of() : one.getLabels();
        Set<String> volumes = new HashSet<>();
        if (one.getMounts() != null) {
            one.getMounts().forEach(mount -> {
                if (mount.getName() != null) {
                    volumes.add(mount.getName());
                }
            });
        }
        return new Survey.Uninspected(one.getId(), name, labels, volumes, reason);
    }
}
