package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import io.slackwater.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which files of each project are not stored with its configuration. Looks at a project's files once a minute at most.
 * Safe for use by several threads.
 */
final class ConfigCoverage {

    private static final Duration FRESH = Duration.ofMinutes(1);

    /** What was found of a project, and what that was found by. */
    private record Look(Instant at, ConfigRules rules, List<Container> containers, List<Uncovered> found) {

        boolean holds(Instant now, ConfigRules by, List<Container> of) {
            return now.isBefore(at.plus(FRESH)) && rules.equals(by) && containers.equals(of);
        }
    }

    private final Map<String, Look> looks = new HashMap<>();

    /** The rules for all projects. */
    static ConfigRules rules(
            Policy policy,
            OwnEnvironment own,
            List<Container> ourselves,
            List<Container> containers,
            List<Workload> workloads,
            List<Draft> drafts) {
        Map<Path, String> never = new HashMap<>();
        Set<Path> secrets = new HashSet<>(own.secrets());
        OwnPaths.ofSecrets(own, ourselves).places().forEach(place -> secrets.add(place.path()));
        OwnPaths data = OwnPaths.ofData(own, policy, containers);
        data.places()
                .forEach(place ->
                        never.putIfAbsent(place.path(), "it is " + place.what() + ", which never goes into a backup"));
        containers.stream()
                .filter(NeverFrozen::isBackrest)
                .forEach(backrest -> backrest.mounts().stream()
                        .filter(mount -> mount.type() == Mount.Type.BIND && mount.writable())
                        .forEach(mount ->
                                never.putIfAbsent(mount.source().normalize(), writtenByBackrest(data, mount))));
        return new ConfigRules(
                policy.config().include(),
                policy.config().exclude(),
                policy.config().paths(),
                secrets,
                never,
                elsewhere(workloads, drafts),
                HostView.of(ourselves));
    }

    private static String writtenByBackrest(OwnPaths data, Mount mount) {
        return data.below(mount.source().normalize()).stream()
                .findFirst()
                .map(place -> "it holds " + place.what() + ", which never goes into a backup")
                .orElse(
                        "it is written by Backrest, whose own configuration holds passwords: setup and Slackwater make their"
                                + " part of it again, what else you set up on its page is to be kept by you");
    }

    /** What is mounted read-only is configuration, also where a dataset of its own holds it. */
    private static Map<Path, String> elsewhere(List<Workload> workloads, List<Draft> drafts) {
        Map<Path, String> elsewhere = new HashMap<>();
        for (Workload workload : workloads) {
            for (Dataset dataset : workload.datasets()) {
                if (dataset.source() instanceof Source.Tree tree
                        && workload.container().mounts().stream()
                                .anyMatch(mount ->
                                        mount.writable() && mount.destination().equals(tree.destination()))) {
                    elsewhere.put(tree.path().normalize(), "the dataset " + dataset.id());
                }
            }
        }
        for (Draft draft : drafts) {
            TreeFinder.databaseSources(draft.container(), draft.dumped().directories())
                    .forEach(path -> elsewhere.put(path, "the dumps of " + draft.id()));
        }
        return elsewhere;
    }

    /** @param all the workloads, of which some have a configuration */
    synchronized void look(List<Workload> all, List<Container> containers, Instant now, Coverage coverage) {
        Set<String> projects = new HashSet<>();
        for (Workload workload : all) {
            for (Dataset dataset : workload.datasets()) {
                if (dataset.source() instanceof Source.ProjectConfig config) {
                    projects.add(config.project());
                    look(config, workload.id(), members(config.project(), containers), now)
                            .forEach(coverage::add);
                }
            }
        }
        looks.keySet().retainAll(projects);
    }

    private static List<Container> members(String project, List<Container> containers) {
        return containers.stream()
                .filter(container -> container.project().equals(project) && !container.oneOff())
                .toList();
    }

    private List<Uncovered> look(Source.ProjectConfig config, WorkloadId id, List<Container> containers, Instant now) {
        Look known = looks.get(config.project());
        if (known == null || !known.holds(now, config.rules(), containers)) {
            known = new Look(now, config.rules(), containers, uncovered(config.rules(), id, containers));
            looks.put(config.project(), known);
        }
        return known.found();
    }

    private static List<Uncovered> uncovered(ConfigRules rules, WorkloadId id, List<Container> containers) {
        // A directory that is not mounted is one alarm of its own; its files are not named one by one.
        if (containers.stream()
                .map(ConfigCoverage::directory)
                .noneMatch(path -> path != null && Files.isDirectory(path))) {
            return List.of();
        }
        try {
            return new ProjectFiles(rules)
                    .select(containers).notStored().stream()
                            .map(one -> uncovered(id, one))
                            .toList();
        } catch (IOException e) {
            return List.of(new Uncovered(
                    Uncovered.Severity.ALARM,
                    id,
                    "configuration of project " + id.project(),
                    "which of its files are stored cannot be said: " + e,
                    "make Slackwater's secrets directory readable for the sidecar"));
        }
    }

    private static @Nullable Path directory(Container container) {
        String directory = container.labels().getOrDefault(ProjectFiles.WORKING_DIRECTORY, "");
        return directory.startsWith("/") ? Path.of(directory) : null;
    }

    private static Uncovered uncovered(WorkloadId id, NotStored one) {
        return new Uncovered(
                one.alarming() ? Uncovered.Severity.ALARM : Uncovered.Severity.NOTE,
                id,
                (one.count() > 1 ? "files in " : "file ") + one.path(),
                "not stored with the configuration of project " + id.project() + ": " + one.why(),
                one.remedy());
    }
}
