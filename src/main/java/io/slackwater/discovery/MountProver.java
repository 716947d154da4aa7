package io.slackwater.discovery;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.MountProof;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/** Proves that a path shows Slackwater the same files that Docker mounts from there into a workload. Safe for use by several threads. */
@FunctionalInterface
public interface MountProver {

    /**
     * @param sources paths on the host
     * @return an answer for each of them; a symbolic link is refuted, as restic would store the link alone
     * @throws DockerException nothing could be asked
     */
    Map<Path, MountProof> prove(Collection<Path> sources) throws DockerException, InterruptedException;
}
