package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import io.slackwater.policy.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The directories on the host that must never be captured. Immutable. */
record OwnPaths(List<Place> places) {

    /** Backrest's configuration contains password hashes and a private key. */
    private static final String BACKREST_CONFIGURATION = "Backrest's configuration";

    OwnPaths {
        places = List.copyOf(places);
    }

    /** The content of a place. */
    enum Use {
        SECRETS,
        RESTORED_DATA,
        OTHER
    }

    /** @param what the user's name for it: {@code a repository} */
    record Place(Path path, String what, Use use) {}

    /**
     * Collects the host paths of Slackwater's secrets, data and repositories.
     *
     * @param containers all known containers
     */
    static OwnPaths of(OwnEnvironment own, Policy policy, List<Container> containers) {
        List<Container> ourselves = containers.stream().filter(own::owns).toList();
        List<Place> places = new ArrayList<>();
        own.secrets().forEach(path -> add(path, "keys and tokens", Use.SECRETS, ourselves, places));
        own.repositories().forEach(path -> add(path, "a repository", Use.OTHER, ourselves, places));
        policy.repositories()
                .values()
                .forEach(repository -> repository
                        .localPath()
                        .ifPresent(
                                path -> add(path, "the repository " + repository.id(), Use.OTHER, ourselves, places)));
        own.data().forEach(path -> add(path, "Slackwater's own data", Use.OTHER, ourselves, places));
        // Paths of the host already.
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

    /** Translates a path inside Slackwater's container to the host. A path without a mount is taken as a host path. */
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

    /** Where Backrest keeps its configuration file, in its container (its documentation, "Environment Variables"). */
    private static Path configuration(Container backrest) {
        Path file = Path.of(backrest.environment().getOrDefault("BACKREST_CONFIG", "/config/config.json"));
        return Objects.requireNonNullElse(file.getParent(), file);
    }

    /** Slackwater's own directory that contains this path or equals it. */
    Optional<Place> holding(Path path) {
        return places.stream().filter(place -> path.startsWith(place.path())).findFirst();
    }

    /** Slackwater's own directories below this path. */
    List<Place> below(Path path) {
        return places.stream()
                .filter(place -> place.path().startsWith(path) && !place.path().equals(path))
                .distinct()
                .toList();
    }
}
