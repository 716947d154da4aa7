package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.repository.Repository;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a helper container reaches a repository. Only one on a local disk can be mounted into it, read-only, with its key: a helper
 * has no network.
 */
public final class RepositoryAccess {

    private final HostPath hostPath;
    private final Path secrets;

    /** Where a path of ours is on the host. */
    @FunctionalInterface
    public interface HostPath {
        Path of(Path ours) throws DockerException;
    }

    /** @param secrets our secrets directory, with the keys in {@code keys} */
    public RepositoryAccess(HostPath hostPath, Path secrets) {
        this.hostPath = hostPath;
        this.secrets = secrets;
    }

    Optional<HelperRepository> of(Repository repository) throws RestoreException {
        Optional<Path> local = repository.policy().localPath();
        if (local.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path key = secrets.resolve("keys").resolve(repository.id() + ".key").toAbsolutePath();
            return Optional.of(new HelperRepository(hostPath.of(local.get().toAbsolutePath()), hostPath.of(key)));
        } catch (DockerException e) {
            throw new RestoreException(
                    RestoreException.Reason.FAILED,
                    "cannot learn where repository " + repository.id() + " is on the host: " + e.getMessage(),
                    e);
        }
    }
}
