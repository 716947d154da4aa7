package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * How a helper container reaches a repository. Only one on a local disk can be mounted into it, read-only, with its key: a helper
 * has no network.
 */
public final class RepositoryAccess {

    private static final Logger LOG = Logger.getLogger(RepositoryAccess.class);

    private final Host host;
    private final Path secrets;

    /** How our paths and the host's belong together. */
    public interface Host {
        /** Where a path of ours is on the host. */
        Path hostPath(Path ours) throws DockerException;

        /** Where we see a path of the host; empty when we do not. */
        Optional<Path> seen(Path onHost) throws DockerException;
    }

    /** @param secrets our secrets directory, with the keys in {@code keys} */
    public RepositoryAccess(Host host, Path secrets) {
        this.host = host;
        this.secrets = secrets;
    }

    /** Whether anything is at this place of the host already, as far as we see it. */
    boolean filled(Path onHost) throws DockerException {
        Optional<Path> seen = host.seen(onHost);
        if (seen.isEmpty()) {
            return false;
        }
        Path place = seen.get();
        try {
            // Where a link leads to is another place on the host than in here.
            if (!place.toRealPath().equals(place)) {
                return false;
            }
            if (!Files.isDirectory(place)) {
                return true;
            }
            try (Stream<Path> inside = Files.list(place)) {
                return inside.findAny().isPresent();
            }
        } catch (IOException e) {
            LOG.debugf("cannot see what is in %s: %s", place, e);
            return false;
        }
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
