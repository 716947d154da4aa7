package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The inspection of a whole Compose project by a kind: the project as input, and the receiver of findings. Used by one thread.
 *
 * @param workload represents the project
 * @param containers all that belong to the project
 */
public record ProjectInspection(
        WorkloadId workload,
        List<Container> containers,
        ReservedPaths reserved,
        Policy policy,
        KindProfile kind,
        Instant at,
        Coverage coverage) {

    public ProjectInspection {
        containers = List.copyOf(containers);
    }

    /** Reports missing protection. A file whose mount already has an alarm is not reported again. */
    public void report(Uncovered uncovered) {
        if (!(uncovered.subject() instanceof Subject.Files files && coverage.alarms(files.path()))) {
            coverage.add(uncovered);
        }
    }

    /**
     * The dump of the project. Empty, with an alarm, when no plan of the policy includes the kind.
     */
    public Optional<Dataset> dump(String name, String format, Subject subject, String because) {
        Optional<PlanChoice> plan = PlanChoice.of(kind.kind(), Optional.empty(), policy);
        if (plan.isEmpty()) {
            coverage.add(workload, subject, PlanChoice.none(kind.kind(), policy));
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
