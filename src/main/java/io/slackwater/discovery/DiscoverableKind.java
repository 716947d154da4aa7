package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A kind of service, as discovery uses it. Safe for use by several threads. */
public interface DiscoverableKind {

    KindProfile profile();

    /** What Docker's description of a container says for this kind. Pure; no evidence for a container of another kind. */
    default Stream<Evidence> recognise(Container container) {
        return Stream.empty();
    }

    /** Probes whether a running container is of this kind. Returns the reason, as a sentence's end; empty when it is not. */
    default Optional<String> probe(Container container, Execs execs) throws DockerException, InterruptedException {
        return Optional.empty();
    }

    /** Lists the datasets of a container of this kind, and the directories that their dumps cover. */
    default InspectionResult inspect(Inspection asked) throws DockerException, InterruptedException {
        return InspectionResult.NONE;
    }

    /** The dataset of a whole Compose project; empty for a kind of containers. */
    default Optional<Dataset> inspect(ProjectInspection asked) {
        return Optional.empty();
    }

    /** Removes cached answers of all other workloads. */
    default void keep(Set<WorkloadId> workloads) {}
}
