package io.slackwater.capture;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import java.util.List;
import java.util.Optional;

/** Finds the current container of a dataset. */
@FunctionalInterface
public interface WorkloadLookup {

    /** Empty when there is none at the moment. */
    Optional<Container> container(Dataset dataset) throws DockerException;

    static WorkloadLookup in(Docker docker) {
        return dataset -> {
            WorkloadId id = dataset.workload();
            List<Container> containers = docker.service(id.project(), id.service());
            return containers.isEmpty() ? docker.find(id.service()) : Optional.of(containers.getFirst());
        };
    }
}
