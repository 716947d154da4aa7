package io.slackwater.discovery;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.MountProof;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/**
 * Proves that a path in the sidecar shows the same files that Docker mounts into a workload. Safe for use by several
 * threads.
 */
@FunctionalInterface
public interface MountProver {

    /**
     * Proves or refutes each path.
     *
     * @param sources paths on the host
     * @return one answer for each path; a symbolic link is refuted, because restic would store only the link
     * @throws DockerException Docker could not be queried
     */
    Map<Path, MountProof> prove(Collection<Path> sources) throws DockerException, InterruptedException;
}
