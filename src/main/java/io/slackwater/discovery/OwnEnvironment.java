package io.slackwater.discovery;

import io.slackwater.docker.Container;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is ours and therefore never captured as somebody's data. Paths may be those of the host or those inside our own container;
 * the latter are translated through our container's mounts.
 *
 * @param containerIds ids (12 characters at least) or names of our own containers
 * @param repositories directories of repositories, beyond those of the policy
 * @param secrets directories of keys and tokens
 * @param data our journal, cache and the like
 * @param stack our stack's directory on the host; empty when it is not known
 */
public record OwnEnvironment(
        Set<String> containerIds, List<Path> repositories, List<Path> secrets, List<Path> data, Optional<Path> stack) {

    private static final int SHORT_ID = 12;

    public OwnEnvironment {
        containerIds = Set.copyOf(containerIds);
        repositories = List.copyOf(repositories);
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
