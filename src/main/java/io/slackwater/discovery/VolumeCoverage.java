package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.policy.Policy;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reports named volumes that no container uses, because no dataset contains them. Anonymous volumes are leftovers of
 * removed containers. Stateless.
 */
final class VolumeCoverage {

    private static final String PROJECT = "com.docker.compose.project";

    private VolumeCoverage() {}

    /**
     * Reports the unused volumes.
     *
     * @param volumes the labels of each volume, by the volume's name
     * @param containers all containers of the Docker daemon
     * @param alsoUsed volumes of containers that could not be inspected
     */
    static void look(
            Map<String, Map<String, String>> volumes,
            List<Container> containers,
            Set<String> alsoUsed,
            Policy policy,
            Coverage coverage) {
        Set<String> used = containers.stream()
                .flatMap(container -> container.mounts().stream())
                .map(mount -> String.valueOf(mount.volume()))
                .collect(Collectors.toCollection(HashSet::new));
        used.addAll(alsoUsed);
        volumes.forEach((name, labels) -> {
            String project = labels.getOrDefault(PROJECT, "");
            boolean anonymous = name.matches("[0-9a-f]{64}");
            if (Scope.holds(policy, project) && !anonymous && !used.contains(name)) {
                judge(name, project, labels, coverage);
            }
        });
    }

    private static void judge(String name, String project, Map<String, String> labels, Coverage coverage) {
        WorkloadId id = new WorkloadId(project.isEmpty() ? "docker" : project, name);
        Subject subject = new Subject.Other("volume " + name);
        String reason = "no container uses it, so no workload covers it";
        if ("false".equals(labels.get(Labels.ENABLE))) {
            coverage.note(
                    id, subject, reason + "; its label slackwater.enable=false excludes it from backups", "nothing");
        } else if (project.isEmpty() || labels.keySet().stream().anyMatch(label -> label.startsWith(Labels.PREFIX))) {
            coverage.note(id, subject, reason, "remove it when it is no longer needed");
        } else {
            coverage.alarm(
                    id,
                    subject,
                    reason + ", but it belongs to the project " + project,
                    "start the service that uses it, or remove it (docker volume rm " + name + ") if its data are not"
                            + " needed, or give the volume the label slackwater.enable: \"false\"");
        }
    }
}
