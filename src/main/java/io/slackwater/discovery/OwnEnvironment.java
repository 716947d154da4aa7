package io.slackwater.discovery;

import io.slackwater.docker.Container;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Slackwater's own containers and paths, which are never backed up as user data. A path is on the host or inside
 * Slackwater's container; mounts translate the latter.
 *
 * @param containerIds ids (at least 12 characters) or names of Slackwater's containers
 * @param secrets directories of keys and tokens
 * @param data directories of Slackwater's journal, cache and other data
 * @param stack the directory of Slackwater's stack on the host; empty when unknown
 */
public record OwnEnvironment(Set<String> containerIds, List<Path> secrets, List<Path> data, Optional<Path> stack) {

    private static final int SHORT_ID = 12;

    public OwnEnvironment {
        containerIds = Set.copyOf(containerIds);
        secrets = List.copyOf(secrets);
        data = List.copyOf(data);
    }

    boolean owns(Container container) {
        return owns(container.id(), container.name());
    }

    boolean owns(String containerId, String name) {
        return containerIds.stream()
                .anyMatch(id -> id.equals(name) || (id.length() >= SHORT_ID && containerId.startsWith(id)));
    }
}
