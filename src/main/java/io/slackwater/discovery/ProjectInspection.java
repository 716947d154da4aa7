package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.policy.ConfigPolicy;
import io.slackwater.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A Compose project that a kind inspects as a whole, and where the kind reports what it finds. Used by one thread. */
public final class ProjectInspection {

    private final WorkloadId workload;
    private final List<Container> containers;
    private final Surroundings surroundings;
    private final Policy policy;
    private final KindProfile kind;
    private final Instant at;
    private final Coverage coverage;

    ProjectInspection(
            WorkloadId workload,
            List<Container> containers,
            Surroundings surroundings,
            Policy policy,
            KindProfile kind,
            Instant at,
            Coverage coverage) {
        this.workload = workload;
        this.containers = List.copyOf(containers);
        this.surroundings = surroundings;
        this.policy = policy;
        this.kind = kind;
        this.at = at;
        this.coverage = coverage;
    }

    /** The workload that stands for the project. */
    public WorkloadId workload() {
        return workload;
    }

    /** All that belong to the project. */
    public List<Container> containers() {
        return containers;
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    /** What the policy says about configuration. */
    public ConfigPolicy policy() {
        return policy.config();
    }

    public Instant at() {
        return at;
    }

    public void report(Uncovered uncovered) {
        coverage.add(uncovered);
    }

    /**
     * The dump of the project. Alarms and gives none when no plan of the policy takes its kind.
     *
     * @param subject what it is in the user's words
     */
    public Optional<Dataset> dump(String name, String format, String subject, String because) {
        Optional<PlanChoice> plan = PlanChoice.of(kind.kind(), Optional.empty(), policy);
        if (plan.isEmpty()) {
            coverage.alarm(
                    workload,
                    subject,
                    "no plan of the policy takes the kind " + kind.kind(),
                    "add " + kind.kind() + " to the kinds of a plan in the policy");
        }
        return plan.map(choice -> new Dataset(
                DatasetIds.ofProject(workload.project(), name),
                workload,
                name,
                new Source.Stream(kind.kind(), name, format),
                Method.STREAM,
                choice.plan(),
                List.of(because, choice.because())));
    }
}
