package io.slackwater.discovery;

import io.slackwater.docker.Container;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A protected service with its datasets, as one inspection of Docker found it.
 *
 * @param container the container at that moment; look it up again before acting on it
 * @param freezeMax the longest time for which a backup may pause the container
 * @param signIn user and password for its database
 * @param labels its valid {@code slackwater.*} labels
 * @param because why it is protected, and why it is of this kind
 */
public record Workload(
        WorkloadId id,
        Container container,
        Kind kind,
        String plan,
        Duration freezeMax,
        Credentials signIn,
        Map<String, String> labels,
        List<Dataset> datasets,
        List<String> because) {

    public Workload {
        labels = Map.copyOf(labels);
        datasets = List.copyOf(datasets);
        because = List.copyOf(because);
    }

    /** A copy of this workload with its present container. Compose creates a new container at each recreate. */
    public Workload in(Container now) {
        return new Workload(id, now, kind, plan, freezeMax, signIn, labels, datasets, because);
    }

    /** A copy of this workload with other datasets. */
    Workload with(List<Dataset> others) {
        return new Workload(id, container, kind, plan, freezeMax, signIn, labels, others, because);
    }
}
