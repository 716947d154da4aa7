package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Host paths that the backup of a project's configuration treats specially: Slackwater's own paths, and paths of other
 * datasets. Immutable.
 *
 * @param secrets directories and files with Slackwater's keys and tokens
 * @param never paths that are never stored, each with the reason as a sentence
 * @param elsewhere directories that another dataset contains, with that dataset in words
 * @param trees the trees of all datasets, with the dataset's id; includes read-only mounts
 * @param view the host paths that Slackwater can see
 */
public record ReservedPaths(
        Set<Path> secrets,
        Map<Path, String> never,
        Map<Path, String> elsewhere,
        Map<Source.Tree, String> trees,
        HostView view) {

    /** No reserved paths. */
    public static final ReservedPaths NONE = new ReservedPaths(Set.of(), Map.of(), Map.of(), Map.of(), HostView.ALL);

    public ReservedPaths {
        secrets = Set.copyOf(secrets);
        never = Map.copyOf(never);
        elsewhere = Map.copyOf(elsewhere);
        trees = Map.copyOf(trees);
    }

    /**
     * Collects the reserved paths.
     *
     * @param paths Slackwater's own paths on the host
     */
    static ReservedPaths of(
            OwnPaths paths,
            OwnEnvironment own,
            List<Container> containers,
            List<Workload> workloads,
            List<Draft> drafts) {
        Set<Path> secrets = new HashSet<>(own.secrets());
        Map<Path, String> never = new HashMap<>();
        for (OwnPaths.Place place : paths.places()) {
            if (place.use() == OwnPaths.Use.SECRETS) {
                secrets.add(place.path());
            } else {
                never.putIfAbsent(place.path(), "it is " + place.what() + ", which is never backed up");
            }
        }
        containers.stream()
                .filter(NeverFrozen::isBackrest)
                .forEach(backrest -> backrest.mounts().stream()
                        .filter(mount -> mount.type() == Mount.Type.BIND && mount.writable())
                        .forEach(mount -> never.putIfAbsent(mount.source(), writtenByBackrest(paths, mount))));
        Map<Source.Tree, String> trees = new HashMap<>();
        // Read-only mounts count as configuration too.
        Map<Path, String> elsewhere = new HashMap<>();
        for (Workload workload : workloads) {
            for (Dataset dataset : workload.datasets()) {
                if (dataset.source() instanceof Source.Tree tree) {
                    trees.put(tree, dataset.id());
                    workload.container().mounts().stream()
                            .filter(mount ->
                                    mount.writable() && mount.destination().equals(tree.destination()))
                            .forEach(_ -> elsewhere.put(tree.path().normalize(), "the dataset " + dataset.id()));
                }
            }
        }
        for (Draft draft : drafts) {
            draft.databaseSources().forEach(path -> elsewhere.put(path, "the dumps of " + draft.id()));
        }
        return new ReservedPaths(
                secrets,
                never,
                elsewhere,
                trees,
                HostView.of(containers.stream().filter(own::owns).toList()));
    }

    private static String writtenByBackrest(OwnPaths paths, Mount mount) {
        List<String> places = paths.below(mount.source()).stream()
                .map(OwnPaths.Place::what)
                .distinct()
                .toList();
        return places.isEmpty()
                ? "it is the configuration of Backrest, which contains passwords. Setup and Slackwater create their part"
                        + " again; keep a record of your other settings"
                : "it contains " + String.join(", ", places)
                        + (places.size() == 1 ? ", which is never backed up" : ", which are never backed up");
    }
}
