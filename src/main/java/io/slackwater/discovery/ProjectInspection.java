package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.policy.ConfigPolicy;
import io.slackwater.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The inspection of a whole Compose project by a kind: the project as input, and the receiver of findings. Used by one thread.
 */
public final class ProjectInspection {

    private final WorkloadId workload;
    private final List<Container> containers;
    private final ReservedPaths reserved;
    private final Policy policy;
    private final KindProfile kind;
    private final Instant at;
    private final Coverage coverage;

    ProjectInspection(
            WorkloadId workload,
            List<Container> containers,
            ReservedPaths reserved,
            Policy policy,
            KindProfile kind,
            Instant at,
            Coverage coverage) {
        this.workload = workload;
        this.containers = List.copyOf(containers);
        this.reserved = reserved;
        this.policy = policy;
        this.kind = kind;
        this.at = at;
        this.coverage = coverage;
    }

    /** The workload that represents the project. */
    public WorkloadId workload() {
        return workload;
    }

    /** All that belong to the project. */
    public List<Container> containers() {
        return containers;
    }

    public ReservedPaths reserved() {
        return reserved;
    }

    /** The policy's {@code config} section. */
    public ConfigPolicy policy() {
        return policy.config();
    }

    public Instant at() {
        return at;
    }

    /** Reports missing protection. A file whose mount already has an alarm is not reported again. */
    public void report(Uncovered uncovered) {
        if (!(uncovered.subject() instanceof Subject.Files files && coverage.alarms(files.path()))) {
            coverage.add(uncovered);
        }
    }

    /**
     * The dump of the project. Empty, with an alarm, when no plan of the policy includes the kind.
     *
     * @param subject the user's name for it
     */
    public Optional<Dataset> dump(String name, String format, String subject, String because) {
        Optional<PlanChoice> plan = PlanChoice.of(kind.kind(), Optional.empty(), policy);
        if (plan.isEmpty()) {
            coverage.alarm(
                    workload,
                    new Subject.Other(subject),
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
