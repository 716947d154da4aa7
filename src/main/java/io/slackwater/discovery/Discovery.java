package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.Survey;
import io.slackwater.policy.Policy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds the inventory: the protected workloads with their datasets, and the data without backup. Caches answers of
 * running containers, so that a database stays listed while its server is down. Reuses the last result of a container
 * that Docker cannot inspect. Safe for use by several threads.
 */
public final class Discovery {

    private final Docker docker;
    private final Supplier<Policy> policies;
    private final Clock clock;
    private final MountProver prover;
    private final KindRecognition recognition;
    private final Execs execs;
    private final Kinds<?> kinds;
    private volatile UninspectedContainers.Before before = UninspectedContainers.Before.NOTHING;

    /**
     * Creates a discovery.
     *
     * @param policies supplies the policy in force; called for each inspection
     */
    public Discovery(Docker docker, Supplier<Policy> policies, Clock clock, MountProver prover, Kinds<?> kinds) {
        this.docker = docker;
        this.policies = policies;
        this.clock = clock;
        this.prover = prover;
        this.kinds = kinds;
        this.execs = new Execs(docker);
        this.recognition = new KindRecognition(kinds, execs, clock);
    }

    /**
     * Inspects all containers and lists the databases of database servers. When a workload cannot be inspected, the
     * inventory says so; other workloads are unaffected.
     *
     * @param survey all containers and volumes
     * @param own Slackwater's own containers and paths, which are never backed up
     * @throws DockerException the Docker daemon does not answer
     */
    public Inventory look(Survey survey, OwnEnvironment own) throws DockerException, InterruptedException {
        Policy policy = policies.get();
        Instant at = clock.instant();
        Coverage coverage = new Coverage();
        UninspectedContainers uninspected = new UninspectedContainers(survey.uninspected(), before, policy, own);
        List<Container> containers = new ArrayList<>(survey.containers());
        containers.addAll(uninspected.remembered());
        List<Service> services = Service.group(containers.stream()
                .filter(c -> Scope.holds(policy, c.project()))
                .toList());
        Scope scope = Scope.of(policy, containers, survey.projects(), own::owns);
        scope.report(coverage);
        NeverFrozen never = new NeverFrozen(own, policy);
        List<Container> ourselves = containers.stream().filter(own::owns).toList();
        OwnPaths ownPaths = OwnPaths.of(own, policy, containers);
        MountRules rules = new MountRules(survey.dataRoot(), ownPaths);
        WorkloadDrafts.Found found = new WorkloadDrafts.Found();
        WorkloadDrafts drafting = new WorkloadDrafts(
                policy,
                new TreeFinder.Rules(kinds.last().profile().kind(), rules, never, HostView.of(ourselves)),
                kinds,
                recognition,
                execs,
                coverage,
                found);
        List<Service> inspected = services.stream()
                .filter(service -> !uninspected.of(service.id()))
                .toList();
        // Later looks find the proofs of the last look.
        boolean first = before == UninspectedContainers.Before.NOTHING;
        ExpectedMounts expected = new ExpectedMounts(prover, rules, first ? inspected : List.of());
        Concurrently.both(() -> drafting.addAll(inspected), () -> expected.prove(policy.protect()));
        List<Draft> drafts = found.drafts();
        Map<WorkloadId, List<Dataset>> trees =
                new TreeAssembly(docker, prover, coverage).assemble(drafts, found.candidates(), services);
        Set<Path> covered = covered(uninspected, drafts, trees);
        found.unlabelled().forEach(one -> one.report(rules, recognition, covered, coverage));
        VolumeCoverage.look(survey.volumes(), containers, uninspected.volumes(), policy, coverage);
        List<Workload> workloads = new ArrayList<>(uninspected.kept(coverage));
        // A candidate that became no dataset has its own alarm, or belongs to another workload's dataset.
        Set<WorkloadId> withCandidates =
                found.candidates().stream().map(one -> one.draft().id()).collect(Collectors.toSet());
        for (Draft draft : drafts) {
            Workload workload = workload(draft, trees.getOrDefault(draft.id(), List.of()), policy);
            workloads.add(workload);
            if (workload.datasets().isEmpty() && !withCandidates.contains(draft.id()) && !coverage.alarms(draft.id())) {
                coverage.alarm(
                        draft.service(),
                        "the service has the label slackwater.enable, but all its data is excluded, so nothing is backed up",
                        "read the notes on its mounts; if the service needs no backup, label it slackwater.enable: \"false\"");
            }
        }
        RowsElsewhere rows = new RowsElsewhere(
                containers, settled(drafts, services), survey.uninspected(), kinds.servers(), coverage);
        found.wanted().forEach((service, labels) -> rows.look(service, labels, true));
        found.unlabelled().forEach(one -> rows.look(one.service(), one.labels(), false));
        List<Container> parts = services.stream()
                .map(Service::container)
                .filter(container -> never.isOwn(container) || NeverFrozen.isBackrest(container))
                .toList();
        ReservedPaths reserved = ReservedPaths.of(ownPaths, own, containers, workloads, drafts);
        List<Workload> all =
                new ProjectDatasets(kinds, policy, containers, at, coverage).added(workloads, parts, reserved);
        recognition.keep(containers.stream().map(Container::id).collect(Collectors.toSet()));
        Set<WorkloadId> known = Stream.concat(
                        services.stream().map(Service::id), all.stream().map(Workload::id))
                .collect(Collectors.toSet());
        kinds.all().forEach(kind -> kind.keep(known));
        Inventory inventory = new Inventory(at, all, coverage.all(), scope);
        before = new UninspectedContainers.Before(
                containers.stream().collect(Collectors.toMap(Container::id, container -> container, (a, b) -> a)),
                inventory,
                covered);
        return inventory;
    }

    /** The host paths of all datasets. */
    private static Set<Path> covered(
            UninspectedContainers uninspected, List<Draft> drafts, Map<WorkloadId, List<Dataset>> trees) {
        Set<Path> covered = new HashSet<>(uninspected.covered());
        drafts.forEach(draft -> covered.addAll(draft.databaseSources()));
        trees.values().stream().flatMap(List::stream).forEach(tree -> covered.add(Path.of(tree.file())));
        return Set.copyOf(covered);
    }

    private static Set<WorkloadId> settled(List<Draft> drafts, List<Service> services) {
        return Stream.concat(
                        drafts.stream().map(Draft::id),
                        services.stream()
                                .filter(service -> "false"
                                        .equals(service.container().labels().get(Labels.ENABLE)))
                                .map(Service::id))
                .collect(Collectors.toSet());
    }

    private static Workload workload(Draft draft, List<Dataset> trees, Policy policy) {
        List<Dataset> datasets = new ArrayList<>(draft.findings().datasets());
        trees.stream().sorted(Comparator.comparing(Dataset::name)).forEach(datasets::add);
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
