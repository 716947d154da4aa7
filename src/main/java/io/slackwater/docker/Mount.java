package io.slackwater.docker;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One mount of a container, as Docker reports it.
 *
 * @param volume the name of the named or anonymous volume; null for any other mount
 * @param source the normalized path on the host; an empty path for tmpfs
 * @param destination the path in the container
 */
public record Mount(
        Type type, @Nullable String volume, Path source, String destination, boolean writable, String driver) {

    public Mount {
        source = source.normalize();
    }

    /** The mount that contains a path in the container. The deepest one if there are several. */
    public static Optional<Mount> holding(Collection<Mount> mounts, Path path) {
        return mounts.stream()
                .filter(mount -> path.startsWith(mount.destination()))
                .max(Comparator.comparingInt(mount -> mount.destination().length()));
    }

    /** Translates a path in the container to the host. The path must be in this mount. */
    public Path onHost(Path path) {
        return source.resolve(Path.of(destination).normalize().relativize(path)).normalize();
    }

    public enum Type {
        VOLUME,
        BIND,
        TMPFS,
        OTHER
    }
}
