package io.slackwater.policy;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A restic repository: its address and how restic accesses it.
 *
 * @param id the repository's name in the policy, and of its key file
 * @param uri the value of restic's {@code --repo}: a path, or {@code s3:}, {@code sftp:}, {@code rest:}, {@code
 *      rclone:} …
 * @param compression the value of restic's {@code --compression}
 * @param environment a file of {@code NAME=value} lines for restic's environment; never logged
 */
public record RepositoryPolicy(String id, String uri, Compression compression, Optional<Path> environment) {

    /** restic's compression modes (restic documentation, "Tuning backup parameters"). */
    public enum Compression {
        AUTO,
        OFF,
        FASTEST,
        BETTER,
        MAX;

        /** The word that restic and the policy file use. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The directory of a local repository; empty for a repository on a network backend. */
    public Optional<Path> localPath() {
        return uri.startsWith("/") ? Optional.of(Path.of(uri)) : Optional.empty();
    }

    /** Whether both repositories have the same address, or one directory contains the other. */
    boolean overlaps(RepositoryPolicy other) {
        return localPath()
                .flatMap(here -> other.localPath().map(there -> RestoreDirectory.overlap(here, there)))
                .orElse(!uri.isEmpty() && uri.equals(other.uri));
    }
}
