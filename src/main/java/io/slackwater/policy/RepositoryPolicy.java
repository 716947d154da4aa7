package io.slackwater.policy;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a repository is and how restic reaches it.
 *
 * @param id the repository's name in the policy, also the name of its key file
 * @param uri what restic's {@code --repo} takes: a path, or {@code s3:}, {@code sftp:}, {@code rest:}, {@code rclone:} …
 * @param compression restic's {@code --compression}
 * @param environment a file of {@code NAME=value} lines given to restic as environment, never logged
 */
public record RepositoryPolicy(String id, String uri, Compression compression, Optional<Path> environment) {

    /** restic's compression modes (restic documentation, "Tuning backup parameters"). */
    public enum Compression {
        AUTO,
        OFF,
        FASTEST,
        BETTER,
        MAX;

        /** The word as restic and the policy spell it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The directory of a local repository; empty when restic reaches it through a network backend. */
    public Optional<Path> localPath() {
        return uri.startsWith("/") ? Optional.of(Path.of(uri)) : Optional.empty();
    }

    /** Whether the two share a place, as far as their addresses say. */
    boolean overlaps(RepositoryPolicy other) {
        return localPath()
                .flatMap(here -> other.localPath().map(there -> RestoreDirectory.overlap(here, there)))
                .orElse(!uri.isEmpty() && uri.equals(other.uri));
    }
}
