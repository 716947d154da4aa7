package io.slackwater.restore;

import io.slackwater.docker.ExecCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A repository as a helper container sees it.
 *
 * @param repository its directory on the host
 * @param key its key file on the host
 */
record HelperRepository(Path repository, Path key) {

    /** What is restored is mounted below this. */
    static final String RESTORED = "/restored/";

    List<String> binds() {
        return List.of(repository + ":/repository:ro", key + ":/repository.key:ro");
    }

    /**
     * Restores a directory into the mount of the same name. It is named as its parent's child, so that its own owner and mode come
     * back too.
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

    /** restic's patterns are those of Go's filepath.Match: a backslash takes a character's meaning away. */
    private static String literal(String name) {
        return name.replaceAll("[\\\\*?\\[]", "\\\\$0");
    }
}
