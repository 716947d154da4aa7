package io.slackwater.web;

import io.slackwater.discovery.OwnEnvironment;
import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.OwnContainer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What we know of our own container. Asked of Docker until it answered once: a process stays in its container, and Docker may be
 * away at the start. Safe for use by several threads.
 */
final class OwnSelf {

    private final OwnContainer lookup;
    private final Optional<String> configuredImage;
    private final List<Path> secrets;
    private final List<Path> data;
    private volatile @Nullable Optional<Container> found;

    OwnSelf(OwnContainer lookup, Optional<String> configuredImage, List<Path> secrets, List<Path> data) {
        this.lookup = lookup;
        this.configuredImage = configuredImage;
        this.secrets = secrets;
        this.data = data;
    }

    /** The image for helper containers. */
    String helperImage() {
        if (configuredImage.isPresent()) {
            return configuredImage.get();
        }
        try {
            return container()
                    .map(Container::imageId)
                    .orElseThrow(() -> new IllegalStateException(
                            "Slackwater does not run in a container of this Docker daemon, so its image for helper containers"
                                    + " is not known; set SLACKWATER_HELPER_IMAGE to an image on this host"));
        } catch (DockerException e) {
            throw new IllegalStateException("the image for helper containers is not known: " + e.getMessage(), e);
        }
    }

    OwnEnvironment environment() throws DockerException {
        Set<String> ids = container().map(own -> Set.of(own.id())).orElse(Set.of());
        return new OwnEnvironment(ids, List.of(), secrets, data);
    }

    /** The Compose project that we are a part of; empty for none. */
    Optional<String> project() throws DockerException {
        return container().map(Container::project).filter(name -> !name.isEmpty());
    }

    /** Where a path of ours is on the host: below the source of the mount that holds it. */
    Path hostPath(Path ours) throws DockerException {
        return container()
                .flatMap(own -> own.mounts().stream()
                        .filter(mount -> ours.startsWith(mount.destination()))
                        .max(Comparator.comparingInt(
                                mount -> mount.destination().length()))
                        .map(mount -> mount.source()
                                .resolve(Path.of(mount.destination()).relativize(ours))))
                .orElse(ours);
    }

    private Optional<Container> container() throws DockerException {
        Optional<Container> known = found;
        if (known == null) {
            known = lookup.find();
            found = known;
        }
        return known;
    }
}
