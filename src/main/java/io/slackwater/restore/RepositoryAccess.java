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

    private final Host host;
    private final Path secrets;

    /** How our paths and the host's belong together. */
    public interface Host {
        /** Where a path of ours is on the host. */
        Path hostPath(Path ours) throws DockerException;
    }

    /** @param secrets our secrets directory, with the keys in {@code keys} */
    public RepositoryAccess(Host host, Path secrets) {
        this.host = host;
        this.secrets = secrets;
    }

    Optional<HelperRepository> of(Repository repository) throws RestoreException {
        Optional<Path> local = repository.policy().localPath();
        if (local.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path key = secrets.resolve("keys").resolve(repository.id() + ".key").toAbsolutePath();
            return Optional.of(new HelperRepository(host.hostPath(local.get().toAbsolutePath()), host.hostPath(key)));
        } catch (DockerException e) {
            throw new RestoreException(
                    RestoreException.Reason.FAILED,
                    "cannot learn where repository " + repository.id() + " is on the host: " + e.getMessage(),
                    e);
        }
    }
}
