package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.policy.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** One dataset a Compose project for what is needed to build it again: its files and settings. Pure. */
final class ConfigDatasets {

    /** The service that the configuration of a project stands under. */
    static final String STACK = "stack";

    /** Set by Compose v2 on every container. */
    private static final String DIRECTORY = "com.docker.compose.project.working_dir";

    private ConfigDatasets() {}

    /** Why a project has one, and a container that knows the project. */
    private record Member(Container container, String because) {}

    /**
     * The workloads, with the configuration of each of their projects added.
     *
     * @param parts of the backup itself, whose project has one also when nothing else in it is protected
     * @param mounted whether a directory of the host can be seen here
     * @param rules which files belong into a configuration
     */
    static List<Workload> added(
            List<Workload> workloads,
            List<Container> parts,
            Predicate<Path> mounted,
            Policy policy,
            ConfigRules rules,
            Coverage coverage) {
        Map<String, Member> projects = new TreeMap<>();
        for (Workload workload : workloads) {
            projects.putIfAbsent(
                    workload.container().project(),
                    new Member(workload.container(), "has a protected workload: " + workload.id()));
        }
        for (Container part : parts) {
            projects.putIfAbsent(part.project(), new Member(part, "has a part of the backup: " + part.name()));
        }
        projects.remove("");
        List<Workload> all = new ArrayList<>(workloads);
        projects.forEach((project, member) -> {
            lookAtDirectory(new WorkloadId(project, STACK), member.container(), mounted, coverage);
            WorkloadId id = new WorkloadId(project, STACK);
            Optional<PlanChoice> plan = PlanChoice.of(Kind.CONFIG, Optional.empty(), policy);
            if (plan.isEmpty()) {
                coverage.alarm(
                        id,
                        "configuration of project " + project,
                        "no plan of the policy takes the kind config",
                        "add config to the kinds of a plan in the policy");
            } else {
                add(all, id, member, plan.get(), policy, rules);
            }
        });
        return all;
    }

    /** What cannot be seen is named in the archive as missing; nobody would read that in time. */
    private static void lookAtDirectory(WorkloadId id, Container member, Predicate<Path> mounted, Coverage coverage) {
        String directory = member.labels().getOrDefault(DIRECTORY, "");
        if (directory.startsWith("/") && !mounted.test(Path.of(directory))) {
            coverage.alarm(
                    id,
                    "configuration of project " + id.project(),
                    "its directory " + directory
                            + " is not mounted into the sidecar, so its compose files, .env and what lies beside them are not backed up",
                    "add to the service slackwater, under volumes, - " + directory + ":" + directory
                            + ":ro,${SLACKWATER_PROPAGATION:-rslave} and then docker compose up -d slackwater");
        }
    }

    private static void add(
            List<Workload> all, WorkloadId id, Member member, PlanChoice plan, Policy policy, ConfigRules rules) {
        Dataset config = new Dataset(
                DatasetIds.config(id.project()),
                id,
                "config",
                Kind.CONFIG,
                new Source.ProjectConfig(id.project(), rules),
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
                Credentials.NONE,
                Map.of(),
                List.of(config),
                List.of("project " + id.project() + " " + member.because())));
    }
}
