package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import java.nio.file.Path;
import java.util.List;

/**
 * The host paths that Slackwater's container mounts at the same path. Any other path belongs to Slackwater's image.
 *
 * @param mounts the mounts of Slackwater's container; empty when Slackwater runs directly on the host
 */
public record HostView(List<Mount> mounts) {

    public static final HostView ALL = new HostView(List.of());

    public HostView {
        mounts = List.copyOf(mounts);
    }

    public static HostView of(List<Container> ourselves) {
        return new HostView(ourselves.stream()
                .flatMap(container -> container.mounts().stream())
                .toList());
    }

    /** The instruction to mount a host path into Slackwater's container. */
    public static String mount(Path path) {
        return "add to the service slackwater, under volumes, - " + path + ":" + path
                + ":ro,${SLACKWATER_PROPAGATION:-rslave} and then docker compose up -d slackwater";
    }

    public boolean sees(Path path) {
        return mounts.isEmpty()
                || Mount.holding(mounts, path)
                        .filter(mount -> mount.source()
                                .equals(Path.of(mount.destination()).normalize()))
                        .isPresent();
    }
}
