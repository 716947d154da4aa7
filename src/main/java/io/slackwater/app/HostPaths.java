package io.slackwater.app;

import io.slackwater.docker.Mount;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Converts paths inside a container to paths on the host, by the container's mounts. Immutable. */
record HostPaths(List<Mount> mounts) {

    HostPaths {
        mounts = List.copyOf(mounts);
    }

    /** Returns the path on the host; empty for a path outside all mounts. */
    Optional<Path> onHost(Path inside) {
        return Mount.holding(mounts, inside)
                .filter(mount -> mount.source().isAbsolute())
                .map(mount -> mount.onHost(inside));
    }

    /**
     * Returns this directory or its nearest parent that the container sees at the host's path; empty if there is none.
     */
    Optional<Path> alike(Path onHost) {
        return mounts.stream()
                .filter(mount -> mount.source().isAbsolute() && onHost.startsWith(mount.source()))
                .filter(mount -> mount.source().equals(Path.of(mount.destination())))
                .max(Comparator.comparingInt(mount -> mount.source().getNameCount()))
                .map(Mount::source);
    }
}
