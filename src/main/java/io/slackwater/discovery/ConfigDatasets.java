package io.slackwater.discovery;

import io.slackwater.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One dataset a Compose project for what is needed to build it again: its files and settings. Pure. */
final class ConfigDatasets {

    /** The service that the configuration of a project stands under. */
    static final String STACK = "stack";

    private ConfigDatasets() {}

    /** The workloads, with the configuration of each of their projects added. */
    static List<Workload> added(List<Workload> workloads, Policy policy, Coverage coverage) {
        Map<String, Workload> projects = new TreeMap<>();
        for (Workload workload : workloads) {
            if (!workload.container().project().isEmpty()) {
                projects.putIfAbsent(workload.container().project(), workload);
            }
        }
        List<Workload> all = new ArrayList<>(workloads);
        projects.forEach((project, member) -> {
            WorkloadId id = new WorkloadId(project, STACK);
            Optional<PlanChoice> plan = PlanChoice.of(Kind.CONFIG, Optional.empty(), policy);
            if (plan.isEmpty()) {
                coverage.alarm(
                        id,
                        "configuration of project " + project,
                        "no plan of the policy takes the kind config",
                        "add config to the kinds of a plan in the policy");
            } else {
                add(all, id, member, plan.get(), policy);
            }
        });
        return all;
    }

    private static void add(List<Workload> all, WorkloadId id, Workload member, PlanChoice plan, Policy policy) {
        Dataset config = new Dataset(
                DatasetIds.of(id.project(), id.service(), "config"),
                id,
                "config",
                Kind.CONFIG,
                new Source.ProjectConfig(id.project()),
                Method.STREAM,
                plan.plan(),
                List.of(
                        "configuration of project " + id.project() + ": what a rebuild needs beside the data",
                        plan.because()));
        for (int i = 0; i < all.size(); i++) {
            // A service that is really called so shares its name with the configuration; the workload is one.
            if (all.get(i).id().equals(id)) {
                Workload there = all.get(i);
                List<Dataset> datasets = new ArrayList<>(there.datasets());
                datasets.add(config);
                all.set(i, there.with(datasets));
                return;
            }
        }
        all.add(new Workload(
                id,
                member.container(),
                Kind.CONFIG,
                plan.plan(),
                policy.limits().freezeMax(),
                SignIn.NONE,
                Map.of(),
                List.of(config),
                List.of("project " + id.project() + " has a protected workload: " + member.id())));
    }
}
