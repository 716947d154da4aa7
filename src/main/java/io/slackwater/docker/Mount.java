package io.slackwater.docker;

import java.nio.file.Path;
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

    public enum Type {
        VOLUME,
        BIND,
        TMPFS,
        OTHER
    }
}
