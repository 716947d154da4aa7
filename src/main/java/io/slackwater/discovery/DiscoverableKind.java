package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A kind of service, such as Redis, with the operations that discovery needs. Safe for use by several threads. */
public interface DiscoverableKind {

    KindProfile profile();

    /**
     * Looks for signs of this kind in Docker's description of a container. Empty for containers of other kinds. Runs no
     * command.
     */
    default Stream<Evidence> recognise(Container container) {
        return Stream.empty();
    }

    /**
     * The programs and the absolute paths that {@link #probe} asks for. A container with none of them is not probed.
     * Empty: each container is probed.
     */
    default Set<String> probed() {
        return Set.of();
    }

    /**
     * Runs commands in a container to find whether it is of this kind. Returns the reason in words; empty when it is
     * not.
     */
    default Optional<String> probe(Container container, Execs execs) throws DockerException, InterruptedException {
        return Optional.empty();
    }

    /** Lists the dumps of a container of this kind, and the directories that the dumps cover. */
    default InspectionResult inspect(Inspection asked) throws DockerException, InterruptedException {
        return InspectionResult.NONE;
    }

    /** The dataset of a whole Compose project. Empty for a kind that describes containers. */
    default Optional<Dataset> inspect(ProjectInspection asked) {
        return Optional.empty();
    }

    /** Removes cached answers of all workloads except these. */
    default void keep(Set<WorkloadId> workloads) {}
}
