package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Adds the datasets of whole Compose projects, such as a project's configuration, to the workloads.
 *
 * @param containers all known containers
 */
record ProjectDatasets(Kinds<?> kinds, Policy policy, List<Container> containers, Instant at, Coverage coverage) {

    /**
     * The workloads in the order of their ids, with the datasets of their projects.
     *
     * @param parts containers that backups need, such as Backrest; their projects count even if nothing else in them is
     *      protected
     */
    List<Workload> added(List<Workload> workloads, List<Container> parts, ReservedPaths reserved) {
        Map<String, Container> projects = new TreeMap<>();
        Stream.concat(workloads.stream().map(Workload::container), parts.stream())
                .forEach(container -> projects.putIfAbsent(container.project(), container));
        projects.remove("");
        Map<WorkloadId, Workload> all = new TreeMap<>();
        workloads.forEach(workload -> all.put(workload.id(), workload));
        projects.forEach((project, member) -> {
            WorkloadId id = WorkloadId.ofProject(project);
            List<Container> members = containers.stream()
                    .filter(container -> container.project().equals(project) && !container.oneOff())
                    .toList();
            for (DiscoverableKind kind : kinds.all()) {
                kind.inspect(new ProjectInspection(id, members, reserved, policy, kind.profile(), at, coverage))
                        .ifPresent(dataset -> {
                            // A service may have the same id as its project's workload. They become one workload.
                            Workload there = all.getOrDefault(id, ofProject(dataset, member));
                            all.put(
                                    id,
                                    there.with(Stream.concat(there.datasets().stream(), Stream.of(dataset))
                                            .toList()));
                        });
            }
        });
        return List.copyOf(all.values());
    }

    private Workload ofProject(Dataset dataset, Container member) {
        return new Workload(
                dataset.workload(),
                member,
                dataset.kind(),
                dataset.plan(),
                policy.limits().freezeMax(),
                Credentials.NONE,
                Map.of(),
                List.of(),
                List.of("project " + dataset.workload().project() + " has the protected or needed container "
                        + member.name()));
    }
}
