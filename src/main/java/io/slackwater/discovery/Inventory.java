package io.slackwater.discovery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one inspection of Docker found: the services to back up, and data without a backup. Immutable. */
public record Inventory(Instant at, List<Workload> workloads, List<Uncovered> uncovered, Scope scope) {

    /** Creates an inventory of all Compose projects. */
    public Inventory(Instant at, List<Workload> workloads, List<Uncovered> uncovered) {
        this(at, workloads, uncovered, Scope.ALL);
    }

    public Inventory {
        workloads = List.copyOf(workloads);
        uncovered = List.copyOf(uncovered);
    }

    public List<Dataset> datasets() {
        return workloads.stream().flatMap(w -> w.datasets().stream()).toList();
    }

    public Optional<Dataset> dataset(String id) {
        return datasets().stream().filter(d -> d.id().equals(id)).findFirst();
    }

    /** Whether both inventories are equal, apart from their time. */
    boolean sameAs(Inventory other) {
        return equals(new Inventory(at, other.workloads, other.uncovered, other.scope));
    }

    /** Finds a dataset by the id that it had in an earlier version. */
    public Optional<Dataset> formerly(String id) {
        return datasets().stream().filter(d -> d.formerId().equals(id)).findFirst();
    }

    /** Whether a workload of this id exists. */
    public boolean has(String workload) {
        return workloads.stream().anyMatch(one -> one.id().value().equals(workload));
    }

    public Optional<Workload> workload(WorkloadId id) {
        return workloads.stream().filter(w -> w.id().equals(id)).findFirst();
    }
}
