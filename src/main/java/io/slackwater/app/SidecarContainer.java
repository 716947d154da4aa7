package io.slackwater.app;

import io.slackwater.discovery.OwnEnvironment;
import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.docker.OwnContainer;
import io.slackwater.restore.RestoreDirectories;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Slackwater's own container, with its image, project, owner mark and host paths.
 *
 * @param lookup finds the container; empty when Slackwater runs in no container
 * @param configuredImage the image for helper containers in the settings; empty for the image of this container
 * @param configuredStack the stack's directory on the host in the settings; empty for the directory in Compose's label
 * @param secrets the directories with keys and tokens
 * @param data the directories with Slackwater's own data
 */
record SidecarContainer(
        String instance,
        Docker.Lookup<Optional<Container>> lookup,
        Optional<String> configuredImage,
        Optional<Path> configuredStack,
        List<Path> secrets,
        List<Path> data)
        implements RestoreDirectories.Host {

    /** The label with the directory of the compose file. Compose sets it on each container. */
    private static final String PROJECT_DIRECTORY = "com.docker.compose.project.working_dir";

    static SidecarContainer of(SlackwaterConfig config, String instance) {
        return new SidecarContainer(
                instance,
                new OwnContainer(Path.of(config.dockerSocket()))::find,
                config.helperImage(),
                config.stackDir().map(Path::of),
                List.of(Path.of(config.secrets())),
                List.of(Path.of(config.data()), Path.of(config.cache())));
    }

    /** Returns the image for helper containers. */
    String helperImage() throws DockerException {
        Optional<String> image =
                configuredImage.isPresent() ? configuredImage : lookup.find().map(Container::imageId);
        return image.orElseThrow(() -> new DockerException(
                "Slackwater does not run in a container of this Docker daemon, so its image for helper containers"
                        + " is unknown. Set SLACKWATER_HELPER_IMAGE to an image on this host",
                DockerFailure.REFUSED));
    }

    /**
     * Returns the owner that marks helper containers. It includes the Compose project, because two stacks on a host may
     * have the same instance name.
     */
    String helperOwner() throws DockerException {
        return instance + " of " + project().orElse(data.getFirst().toString());
    }

    OwnEnvironment environment() throws DockerException {
        Set<String> ids = lookup.find().map(own -> Set.of(own.id())).orElse(Set.of());
        return new OwnEnvironment(ids, secrets, data, stack());
    }

    /** Returns the Compose project of Slackwater's container; empty when it has none. */
    Optional<String> project() throws DockerException {
        return lookup.find().map(Container::project).filter(name -> !name.isEmpty());
    }

    /** Returns the path on the host of a path in this container. Without a mount it is the same path. */
    @Override
    public Path hostPath(Path ours) throws DockerException {
        return paths().flatMap(paths -> paths.onHost(ours)).orElse(ours);
    }

    @Override
    public Optional<Path> stack() throws DockerException {
        return configuredStack.isPresent()
                ? configuredStack
                : lookup.find()
                        .map(own -> own.labels().getOrDefault(PROJECT_DIRECTORY, ""))
                        .filter(directory -> directory.startsWith("/"))
                        .map(Path::of);
    }

    @Override
    public Optional<Path> mountedAlike(Path onHost) throws DockerException {
        return paths().flatMap(paths -> paths.alike(onHost));
    }

    /** Returns the mounts of this container; empty when Slackwater runs in no container and sees the host's paths. */
    Optional<HostPaths> paths() throws DockerException {
        return lookup.find().map(own -> new HostPaths(own.mounts()));
    }
}
