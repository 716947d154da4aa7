package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.docker.Survey;
import io.slackwater.policy.Policy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The containers that Docker could not inspect. Their datasets and mounts are taken from the last inspection. */
final class UninspectedContainers {

    /** The results of the last inspection. */
    record Before(Map<String, Container> containers, Inventory inventory, Set<Path> covered) {
        static final Before NOTHING =
                new Before(Map.of(), new Inventory(Instant.EPOCH, List.of(), List.of()), Set.of());
    }

    private final List<Survey.Uninspected> all;
    private final Before before;
    private final Map<WorkloadId, Survey.Uninspected> byWorkload = new TreeMap<>();

    /**
     * Sorts the containers by workload.
     *
     * @throws DockerException Docker could not inspect Slackwater's own container, so Slackwater's paths are unknown
     */
    UninspectedContainers(List<Survey.Uninspected> all, Before before, Policy policy, OwnEnvironment own)
            throws DockerException {
        this.all = all;
        this.before = before;
        for (Survey.Uninspected one : all) {
            if (own.owns(one.id(), one.name())) {
                throw new DockerException(
                        "Docker could not inspect Slackwater's own container, so its paths are unknown: "
                                + one.reason(),
                        DockerFailure.NO_ANSWER);
            }
            if (Scope.holds(policy, one.project())
                    && !one.oneOff()
                    && !one.labels().containsKey(Service.HELPER)) {
                byWorkload.putIfAbsent(Service.idOf(one.project(), one.service(), one.name()), one);
            }
        }
    }

    /** The containers' last known descriptions. Mounts and labels of a container never change. */
    List<Container> remembered() {
        return all.stream()
                .flatMap(one -> Optional.ofNullable(before.containers().get(one.id())).stream())
                .toList();
    }

    /**
     * Whether Docker could not inspect a container of the workload. The workload then stays as the last inspection
     * found it.
     */
    boolean of(WorkloadId workload) {
        return byWorkload.containsKey(workload);
    }

    /** The volumes that these containers use. */
    Set<String> volumes() {
        return all.stream().flatMap(one -> one.volumes().stream()).collect(Collectors.toSet());
    }

    /** The host paths of all datasets of the last inspection. */
    Set<Path> covered() {
        return byWorkload.isEmpty() ? Set.of() : before.covered();
    }

    /** Reports that these containers could not be inspected. Returns their workloads of the last inspection. */
    List<Workload> kept(Coverage coverage) {
        List<Workload> kept = new ArrayList<>();
        byWorkload.forEach((id, one) -> {
            Optional<Workload> last = before.inventory().workload(id);
            last.map(UninspectedContainers::withoutProject).ifPresent(kept::add);
            before.inventory().uncovered().stream()
                    .filter(uncovered -> uncovered.workload().equals(id))
                    .filter(uncovered -> uncovered.gap() != Uncovered.Gap.SILENT)
                    .forEach(coverage::add);
            report(id, one, last.isPresent(), coverage);
        });
        return kept;
    }

    private void report(WorkloadId id, Survey.Uninspected one, boolean known, Coverage coverage) {
        boolean meant = "false".equals(one.labels().get(Labels.ENABLE));
        boolean unprotected = !known && before.containers().containsKey(one.id());
        String reason = "could not be inspected: " + one.reason()
                + (known ? "; its datasets stay listed as in the last inspection" : "");
        String remedy = "try docker inspect " + one.name()
                + " on the host; if that command hangs too, Docker is stuck at"
                + " this container: restart the container (docker restart " + one.name() + "), or the Docker daemon";
        coverage.add(new Uncovered(
                meant || unprotected ? Uncovered.Severity.NOTE : Uncovered.Severity.ALARM,
                id,
                new Subject.Whole(Service.subject(one.project(), one.service(), one.name())),
                reason,
                remedy,
                Uncovered.Gap.SILENT));
    }

    /** Removes the datasets of the whole project, because every inspection adds them again. */
    private static Workload withoutProject(Workload workload) {
        return workload.with(workload.datasets().stream()
                .filter(dataset -> !dataset.ofProject())
                .toList());
    }
}
