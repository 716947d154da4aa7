package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.repository.Repository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a helper container can read a repository itself. The helper has no network, so it can only mount a
 * repository on a local disk. Repository and key are mounted read-only.
 *
 * @param secrets Slackwater's secrets directory, with the keys in {@code keys}
 */
public record RepositoryAccess(RestoreDirectories.Host host, Path secrets) {

    /** Returns the mounts; empty for a repository that is not on a local disk. */
    Optional<Mounted> of(Repository repository) throws DockerException {
        Optional<Path> local = repository.policy().localPath();
        if (local.isEmpty()) {
            return Optional.empty();
        }
        Path key = secrets.resolve("keys").resolve(repository.id() + ".key").toAbsolutePath();
        return Optional.of(new Mounted(host.hostPath(local.get().toAbsolutePath()), host.hostPath(key)));
    }

    /**
     * A repository that a helper container mounts.
     *
     * @param repository its directory on the host
     * @param key its key file on the host
     */
    record Mounted(Path repository, Path key) {

        /** The directory below which the target of the restore is mounted. */
        static final String RESTORED = "/restored/";

        List<String> binds() {
            return List.of(repository + ":/repository:ro", key + ":/repository.key:ro");
        }

        /**
         * Returns the restic command that restores a directory into one of the same name. The command includes the
         * directory as a child of its parent, so that restic also restores owner and mode.
         *
         * @param into the parent of the directory to restore into, with a slash at its end
         */
        ExecCommand restore(String snapshot, Path root, String into) {
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
                            into,
                            "--include",
                            "/" + literal(String.valueOf(root.getFileName())),
                            snapshot + ":" + root.getParent()),
                    Map.of("RESTIC_PASSWORD_FILE", "/repository.key", "HOME", "/tmp"),
                    "");
        }

        /**
         * Quotes a name for restic's patterns, which are those of Go's {@code filepath.Match}: a backslash makes the
         * next character literal.
         */
        private static String literal(String name) {
            return name.replaceAll("[\\\\*?\\[]", "\\\\$0");
        }
    }
}
