package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The inspection of one Compose project by a {@linkplain DiscoverableKind kind of service}: holds the known facts and
 * receives the findings. Used by one thread.
 *
 * @param workload the workload that stands for the project
 * @param containers all containers of the project
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

    /** Reports data without backup. Skips a file if its mount has an alarm already. */
    public void report(Uncovered uncovered) {
        if (!(uncovered.subject() instanceof Subject.Files files && coverage.alarms(files.path()))) {
            coverage.add(uncovered);
        }
    }

    /** Creates the dataset of the project's dump. Empty, with an alarm, when no plan of the policy lists the kind. */
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
