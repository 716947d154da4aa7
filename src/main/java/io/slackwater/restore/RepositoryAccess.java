package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.kind.RestoreException;
import io.slackwater.repository.Repository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out whether a helper container can read a repository itself. The helper has no network, so only a repository on a local disk
 * can be mounted into it, read-only, with its key.
 *
 * @param secrets our secrets directory, with the keys in {@code keys}
 */
public record RepositoryAccess(RestoreDirectories.Host host, Path secrets) {

    /** Empty for a far repository. */
    Optional<Mounted> of(Repository repository) throws RestoreException {
        Optional<Path> local = repository.policy().localPath();
        if (local.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path key = secrets.resolve("keys").resolve(repository.id() + ".key").toAbsolutePath();
            return Optional.of(new Mounted(host.hostPath(local.get().toAbsolutePath()), host.hostPath(key)));
        } catch (DockerException e) {
            throw new RestoreException(
                    RestoreException.Reason.FAILED,
                    "cannot learn where repository " + repository.id() + " is on the host: " + e.getMessage(),
                    e);
        }
    }

    /**
     * A repository that a helper container mounts.
     *
     * @param repository its directory on the host
     * @param key its key file on the host
     */
    record Mounted(Path repository, Path key) {

        /** The target is mounted below this path. */
        static final String RESTORED = "/restored/";

        List<String> binds() {
            return List.of(repository + ":/repository:ro", key + ":/repository.key:ro");
        }

        /**
         * Restores a directory into the mount of the same name. It is named as its parent's child, so that its own owner and mode
         * come back too.
         */
        ExecCommand restore(String snapshot, Path root) {
            return new ExecCommand(
                    List.of(
                            "restic",
                            "restore",
                            "--no-lock",
                            "--no-cache",
                            "--sparse",
                            "--quiet",
                            "--repo",
                            "/repository",
                            "--target",
                            RESTORED,
                            "--include",
                            "/" + literal(String.valueOf(root.getFileName())),
                            snapshot + ":" + root.getParent()),
                    Map.of("RESTIC_PASSWORD_FILE", "/repository.key", "HOME", "/tmp"),
                    "");
        }

        /** restic's patterns are those of Go's filepath.Match: a backslash makes a character literal. */
        private static String literal(String name) {
            return name.replaceAll("[\\\\*?\\[]", "\\\\$0");
        }
    }
}
