package io.slackwater.discovery;

/**
 * A workload's identity: its Compose project and service, never a container id.
 *
 * @param project for a container outside Compose, project and service are the container's name
 */
public record WorkloadId(String project, String service) implements Comparable<WorkloadId> {

    private static final java.util.Comparator<WorkloadId> ORDER =
            java.util.Comparator.comparing(WorkloadId::project).thenComparing(WorkloadId::service);

    /** The service part of the workload that represents a whole project. */
    private static final String STACK = "stack";

    /** The workload that represents a whole project. */
    static WorkloadId ofProject(String project) {
        return new WorkloadId(project, STACK);
    }

    /** {@code project-service}, made of {@code [a-z0-9-]}, unique by a short hash where making it so lost something. */
    public String value() {
        return DashedIds.of(project, service);
    }

    /** The dataset id of a database of this workload. */
    public String database(String name) {
        return DatasetIds.database(this, name);
    }

    @Override
    public int compareTo(WorkloadId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return value();
    }
}
