package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.Survey;
import io.slackwater.policy.Policy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds the inventory: the protected workloads with their datasets, and the unprotected data. Caches answers of running
 * containers, so that a database stays listed while its server is unavailable. Reuses the last result for containers that Docker
 * cannot inspect. Safe for use by several threads.
 */
public final class Discovery {

    private final Docker docker;
    private final Supplier<Policy> policies;
    private final Clock clock;
    private final MountProver prover;
    private final OwnEnvironment own;
    private final KindProbe probe;
    private final Execs execs;
    private final Kinds<?> kinds;
    private volatile Silence.Before before = Silence.Before.NOTHING;

    /**
     * @param policies the policy in force, read at each survey
     * @param own Slackwater's own containers and paths, which are never captured
     */
    public Discovery(
            Docker docker,
            Supplier<Policy> policies,
            Clock clock,
            MountProver prover,
            OwnEnvironment own,
            Kinds<?> kinds) {
        this.docker = docker;
        this.policies = policies;
        this.clock = clock;
        this.prover = prover;
        this.own = own;
        this.kinds = kinds;
        this.execs = new Execs(docker);
        this.probe = new KindProbe(kinds, execs, clock);
    }

    /**
     * Inspects all containers, and lists the databases of database servers. A workload that cannot be inspected is listed as
     * uncovered; the others are not affected.
     *
     * @param survey all containers and volumes
     * @throws DockerException the daemon is away: nothing is known
     */
    public Inventory look(Survey survey) throws DockerException, InterruptedException {
        Policy policy = policies.get();
        java.time.Instant at = clock.instant();
        Coverage coverage = new Coverage();
        Silence silence = new Silence(survey.silent(), before, policy, own);
        List<Container> containers = new ArrayList<>(survey.containers());
        containers.addAll(silence.remembered());
        List<Service> services = Service.group(containers.stream()
                .filter(c -> Scope.holds(policy, c.project()))
                .toList());
        Scope scope = Scope.of(policy, containers, survey.projects(), own::owns);
        scope.tell(coverage);

        NeverFrozen never = new NeverFrozen(own, policy);
        List<Container> ourselves = containers.stream().filter(own::owns).toList();
        MountRules rules = new MountRules(survey.dataRoot(), OwnPaths.of(own, policy, containers));
        TreeFinder finder = new TreeFinder(kinds.last().profile().kind(), rules, never, HostView.of(ourselves));
        WorkloadLook look = new WorkloadLook(policy, never, finder, kinds, probe, execs, coverage);

        List<Draft> drafts = new ArrayList<>();
        List<Runnable> unlabelled = new ArrayList<>();
        List<Consumer<RowsElsewhere>> rows = new ArrayList<>();
        Set<Path> covered = new HashSet<>(silence.covered());
        for (Service service : services) {
            if (silence.of(service.id())) {
                continue;
            }
            switch (look.look(service)) {
                case WorkloadLook.Result.Protected found -> {
                    drafts.add(found.draft());
                    rows.add(elsewhere -> elsewhere.look(service, found.draft().labels(), true));
                }
                case WorkloadLook.Result.Unlabelled found -> {
                    unlabelled.add(() -> Unlabelled.look(
                            service, found.labels(), rules, new KindRecognition(kinds), Set.copyOf(covered), coverage));
                    rows.add(elsewhere -> elsewhere.look(service, found.labels(), false));
                }
                case WorkloadLook.Result.Settled settled -> {}
            }
        }
        Map<WorkloadId, List<Dataset>> trees = new TreeAssembly(docker, prover, coverage).assemble(drafts, services);
        drafts.forEach(draft -> covered.addAll(
                TreeFinder.databaseSources(draft.container(), draft.findings().directories())));
        for (List<Dataset> captured : trees.values()) {
            for (Dataset dataset : captured) {
                if (dataset.source() instanceof Source.Tree tree) {
                    covered.add(tree.path());
                }
            }
        }
        unlabelled.forEach(Runnable::run);
        VolumeCoverage.look(survey.volumes(), containers, silence.volumes(), policy.projects(), coverage);

        List<Workload> workloads = new ArrayList<>(silence.kept(coverage));
        for (Draft draft : drafts) {
            workloads.add(workload(draft, trees.getOrDefault(draft.id(), List.of()), policy, coverage));
        }
        RowsElsewhere elsewhere = new RowsElsewhere(
                containers, settled(drafts, services), RowsElsewhere.names(survey.silent()), kinds.servers(), coverage);
        rows.forEach(row -> row.accept(elsewhere));
        List<Container> parts = services.stream()
                .map(Service::container)
                .filter(container -> never.ours(container) || NeverFrozen.isBackrest(container))
                .toList();
        Surroundings surroundings = Surroundings.of(policy, own, containers, workloads, drafts);
        List<Workload> all = new ProjectDatasets(kinds, policy, containers, at, coverage)
                .added(workloads, parts, surroundings).stream()
                        .sorted(Comparator.comparing(Workload::id))
                        .toList();
        probe.keep(containers.stream().map(Container::id).collect(Collectors.toSet()));
        Set<WorkloadId> known = Stream.concat(
                        services.stream().map(Service::id), all.stream().map(Workload::id))
                .collect(Collectors.toSet());
        kinds.all().forEach(kind -> kind.keep(known));
        Inventory found = new Inventory(at, all, coverage.all(), scope);
        before = new Silence.Before(
                containers.stream().collect(Collectors.toMap(Container::id, container -> container, (a, b) -> a)),
                found,
                Set.copyOf(covered));
        return found;
    }

    private static Set<WorkloadId> settled(List<Draft> drafts, List<Service> services) {
        Set<WorkloadId> settled = drafts.stream().map(Draft::id).collect(Collectors.toCollection(HashSet::new));
        services.stream()
                .filter(service -> "false".equals(service.container().labels().get(Labels.PREFIX + "enable")))
                .map(Service::id)
                .forEach(settled::add);
        return settled;
    }

    private static Workload workload(Draft draft, List<Dataset> trees, Policy policy, Coverage coverage) {
        List<Dataset> datasets = new ArrayList<>(draft.findings().datasets());
        trees.stream().sorted(Comparator.comparing(Dataset::name)).forEach(datasets::add);
        // A candidate that became no dataset has its own alarm, or belongs to another workload's dataset.
        if (datasets.isEmpty() && draft.candidates().isEmpty() && !coverage.alarms(draft.id())) {
            coverage.alarm(
                    draft.id(),
                    Service.subject(draft.container()),
                    "labelled, but everything in it is left out: nothing of it is protected",
                    "see the notes on its mounts; slackwater.enable: \"false\" when that is meant");
        }
        return new Workload(
                draft.id(),
                draft.container(),
                draft.kind().profile().kind(),
                draft.plan().plan(),
                draft.labels().freezeMax().orElse(policy.limits().freezeMax()),
                draft.findings().signIn(),
                draft.labels().raw(),
                datasets,
                draft.because());
    }
}
