package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import io.slackwater.policy.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Directories on the host that must never be backed up. Immutable. */
record OwnPaths(List<Place> places) {

    /** Never backed up, because it contains password hashes and a private key. */
    private static final String BACKREST_CONFIGURATION = "Backrest's configuration";

    OwnPaths {
        places = List.copyOf(places);
    }

    /** What a directory contains. */
    enum Use {
        SECRETS,
        RESTORED_DATA,
        OTHER
    }

    /**
     * A directory that must never be backed up.
     *
     * @param what its content in words, such as {@code a repository}
     */
    record Place(Path path, String what, Use use) {}

    /**
     * Collects the host paths of Slackwater's secrets, data and repositories, and of Backrest's configuration.
     *
     * @param containers all known containers
     */
    static OwnPaths of(OwnEnvironment own, Policy policy, List<Container> containers) {
        List<Container> ourselves = containers.stream().filter(own::owns).toList();
        List<Place> places = new ArrayList<>();
        own.secrets().forEach(path -> add(path, "keys and tokens", Use.SECRETS, ourselves, places));
        policy.repositories()
                .values()
                .forEach(repository -> repository
                        .localPath()
                        .ifPresent(
                                path -> add(path, "the repository " + repository.id(), Use.OTHER, ourselves, places)));
        own.data().forEach(path -> add(path, "Slackwater's own data", Use.OTHER, ourselves, places));
        // These are host paths.
        for (Path directory : policy.restore().directories()) {
            Path path = own.stack().map(stack -> stack.resolve(directory)).orElse(directory);
            if (path.isAbsolute()) {
                places.add(new Place(path.normalize(), "a directory for restores", Use.RESTORED_DATA));
            }
        }
        own.stack()
                .ifPresent(stack -> places.add(
                        new Place(stack.resolve("data/backrest").normalize(), BACKREST_CONFIGURATION, Use.OTHER)));
        containers.stream()
                .filter(NeverFrozen::isBackrest)
                .forEach(backrest -> onHost(backrest, configuration(backrest))
                        .ifPresent(path -> places.add(new Place(path, BACKREST_CONFIGURATION, Use.OTHER))));
        return new OwnPaths(places);
    }

    /**
     * Adds a path. Translates a path inside Slackwater's container to the host; a path without a mount is a host path.
     */
    private static void add(Path path, String what, Use use, List<Container> ourselves, List<Place> places) {
        List<Path> onHost = ourselves.stream()
                .flatMap(container -> onHost(container, path).stream())
                .toList();
        (onHost.isEmpty() ? List.of(path.normalize()) : onHost).forEach(one -> places.add(new Place(one, what, use)));
    }

    private static Optional<Path> onHost(Container container, Path path) {
        return Mount.holding(container.mounts(), path)
                .filter(mount -> mount.source().isAbsolute())
                .map(mount -> mount.onHost(path));
    }

    /**
     * The directory of Backrest's configuration in its container (Backrest's documentation, "Environment Variables").
     */
    private static Path configuration(Container backrest) {
        Path file = Path.of(backrest.environment().getOrDefault("BACKREST_CONFIG", "/config/config.json"));
        return Objects.requireNonNullElse(file.getParent(), file);
    }

    /** The directory of this list that contains the path or equals it. */
    Optional<Place> holding(Path path) {
        return places.stream().filter(place -> path.startsWith(place.path())).findFirst();
    }

    /** The directories of this list below the path. */
    List<Place> below(Path path) {
        return places.stream()
                .filter(place -> place.path().startsWith(path) && !place.path().equals(path))
                .distinct()
                .toList();
    }
}
