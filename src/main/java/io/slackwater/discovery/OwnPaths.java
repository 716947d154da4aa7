package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import io.slackwater.policy.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where on the host the things lie that must never be captured. Immutable. */
final class OwnPaths {

    private final List<Place> places;

    private OwnPaths(List<Place> places) {
        this.places = List.copyOf(places);
    }

    /** @param what in the user's words: {@code a repository} */
    record Place(Path path, String what) {}

    /** @param ourselves our own containers, as far as they are known */
    static OwnPaths of(OwnEnvironment own, Policy policy, List<Container> ourselves) {
        List<Place> places = new ArrayList<>(ofSecrets(own, ourselves).places);
        places.addAll(ofData(own, policy, ourselves).places);
        return new OwnPaths(places);
    }

    /** Only the directories of keys and tokens. */
    static OwnPaths ofSecrets(OwnEnvironment own, List<Container> ourselves) {
        List<Place> places = new ArrayList<>();
        own.secrets().forEach(path -> add(path, "keys and tokens", ourselves, places));
        return new OwnPaths(places);
    }

    /** Only the repositories and Slackwater's own data. */
    static OwnPaths ofData(OwnEnvironment own, Policy policy, List<Container> ourselves) {
        List<Place> places = new ArrayList<>();
        own.repositories().forEach(path -> add(path, "a repository", ourselves, places));
        policy.repositories()
                .values()
                .forEach(repository -> repository
                        .localPath()
                        .ifPresent(path -> add(path, "the repository " + repository.id(), ourselves, places)));
        own.data().forEach(path -> add(path, "Slackwater's own data", ourselves, places));
        return new OwnPaths(places);
    }

    /** A path inside our container is another one on the host; only without a mount of ours below it is it taken as it is. */
    private static void add(Path path, String what, List<Container> ourselves, List<Place> places) {
        boolean mounted = false;
        for (Container us : ourselves) {
            Optional<Mount> nearest = us.mounts().stream()
                    .filter(mount -> path.startsWith(mount.destination())
                            && mount.source().isAbsolute())
                    .max(java.util.Comparator.comparingInt(
                            mount -> mount.destination().length()));
            if (nearest.isPresent()) {
                Path inside = Path.of(nearest.get().destination()).relativize(path);
                places.add(new Place(nearest.get().source().resolve(inside).normalize(), what));
                mounted = true;
            }
        }
        if (!mounted) {
            places.add(new Place(path.normalize(), what));
        }
    }

    List<Place> places() {
        return places;
    }

    /** What of ours this path is or lies in. */
    Optional<String> holding(Path path) {
        return places.stream()
                .filter(place -> path.startsWith(place.path()))
                .map(Place::what)
                .findFirst();
    }

    /** What of ours lies below this path. */
    List<Place> below(Path path) {
        return places.stream()
                .filter(place -> place.path().startsWith(path) && !place.path().equals(path))
                .distinct()
                .toList();
    }
}
