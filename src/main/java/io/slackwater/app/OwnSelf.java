package io.slackwater.app;

import io.slackwater.discovery.OwnEnvironment;
import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.OwnContainer;
import io.slackwater.restore.RestoreDirectories;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Slackwater's own container. Docker may be unavailable at the start, so the look-up is repeated until it succeeds once. Safe for
 * use by several threads.
 */
final class OwnSelf implements RestoreDirectories.Host {

    /** Compose puts it on each container. */
    private static final String PROJECT_DIRECTORY = "com.docker.compose.project.working_dir";

    private final OwnContainer lookup;
    private final Optional<String> configuredImage;
    private final Optional<Path> configuredStack;
    private final List<Path> secrets;
    private final List<Path> data;
    private volatile @Nullable Optional<Container> found;

    /** @param configuredStack the stack's directory on the host */
    OwnSelf(
            OwnContainer lookup,
            Optional<String> configuredImage,
            Optional<Path> configuredStack,
            List<Path> secrets,
            List<Path> data) {
        this.configuredStack = configuredStack;
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
        return new OwnEnvironment(ids, List.of(), secrets, data, stack());
    }

    /** The Compose project that we are a part of; empty for none. */
    Optional<String> project() throws DockerException {
        return container().map(Container::project).filter(name -> !name.isEmpty());
    }

    /** Below the source of the mount that holds it. */
    @Override
    public Path hostPath(Path ours) throws DockerException {
        return paths().flatMap(paths -> paths.onHost(ours)).orElse(ours);
    }

    @Override
    public Optional<Path> stack() throws DockerException {
        return configuredStack.isPresent()
                ? configuredStack
                : container()
                        .map(own -> own.labels().getOrDefault(PROJECT_DIRECTORY, ""))
                        .filter(directory -> directory.startsWith("/"))
                        .map(Path::of);
    }

    @Override
    public Optional<Path> mountedAlike(Path onHost) throws DockerException {
        return paths().flatMap(paths -> paths.alike(onHost));
    }

    /** Empty when we run in no container: then our paths are the host's. */
    Optional<HostPaths> paths() throws DockerException {
        return container().map(own -> new HostPaths(own.mounts()));
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
