package io.slackwater.docker;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One mount of a container as Docker reports it.
 *
 * @param volume the volume's name, null for anything else than a named or anonymous volume
 * @param source the normalized path on the host; empty path for tmpfs
 */
public record Mount(
        Type type, @Nullable String volume, Path source, String destination, boolean writable, String driver) {

    public Mount {
        source = source.normalize();
    }

    /** The mount that a path of the container is on: the deepest. */
    public static Optional<Mount> holding(Collection<Mount> mounts, Path path) {
        return mounts.stream()
                .filter(mount -> path.startsWith(mount.destination()))
                .max(Comparator.comparingInt(mount -> mount.destination().length()));
    }

    /** The host's path of a path in the container, which must be in this mount. */
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
