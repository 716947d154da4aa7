package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.policy.Policy;
import java.time.Instant;
import java.util.ArrayList;
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
     * The workloads, with the datasets of their projects.
     *
     * @param parts containers that backups need, such as Backrest; their projects count even if nothing else in them is
     *      protected
     */
    List<Workload> added(List<Workload> workloads, List<Container> parts, ReservedPaths reserved) {
        Map<String, Container> projects = new TreeMap<>();
        Stream.concat(workloads.stream().map(Workload::container), parts.stream())
                .forEach(container -> projects.putIfAbsent(container.project(), container));
        projects.remove("");
        List<Workload> all = new ArrayList<>(workloads);
        projects.forEach((project, member) -> {
            WorkloadId id = WorkloadId.ofProject(project);
            List<Container> members = containers.stream()
                    .filter(container -> container.project().equals(project) && !container.oneOff())
                    .toList();
            for (DiscoverableKind kind : kinds.all()) {
                kind.inspect(new ProjectInspection(id, members, reserved, policy, kind.profile(), at, coverage))
                        .ifPresent(dataset -> add(all, dataset, member));
            }
        });
        return all;
    }

    private void add(List<Workload> all, Dataset dataset, Container member) {
        for (int i = 0; i < all.size(); i++) {
            // A service may have the same id as its project's workload. They become one workload.
            if (all.get(i).id().equals(dataset.workload())) {
                Workload there = all.get(i);
                List<Dataset> datasets = new ArrayList<>(there.datasets());
                datasets.add(dataset);
                all.set(i, there.with(datasets));
                return;
            }
        }
        all.add(new Workload(
                dataset.workload(),
                member,
                dataset.kind(),
                dataset.plan(),
                policy.limits().freezeMax(),
                Credentials.NONE,
                Map.of(),
                List.of(dataset),
                List.of("project " + dataset.workload().project() + " has the protected or needed container "
                        + member.name())));
    }
}
