package io.slackwater.discovery;

/**
 * A workload's identity: its Compose project and service. A recreated container keeps it.
 *
 * @param project the Compose project; for a container outside Compose, project and service are the container's name
 */
public record WorkloadId(String project, String service) implements Comparable<WorkloadId> {

    private static final java.util.Comparator<WorkloadId> ORDER =
            java.util.Comparator.comparing(WorkloadId::project).thenComparing(WorkloadId::service);

    /** The service name of the workload that stands for a whole project. */
    private static final String STACK = "stack";

    /** The workload that stands for a whole project. */
    static WorkloadId ofProject(String project) {
        return new WorkloadId(project, STACK);
    }

    /**
     * The id as text: {@code project-service} in {@code [a-z0-9-]}. A name with other characters adds a short hash, so
     * that ids stay unique.
     */
    public String value() {
        return DashedIds.of(project, service);
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
