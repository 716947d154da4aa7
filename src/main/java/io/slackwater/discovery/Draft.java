package io.slackwater.discovery;

import io.slackwater.docker.Container;
import java.util.List;

/** A workload that is protected, before its mounts are proved. */
record Draft(
        Service service,
        Labels labels,
        DiscoverableKind kind,
        PlanChoice plan,
        InspectionResult findings,
        List<Candidate> candidates,
        List<String> because) {

    Draft {
        candidates = List.copyOf(candidates);
        because = List.copyOf(because);
    }

    WorkloadId id() {
        return service.id();
    }

    Container container() {
        return service.container();
    }
}
