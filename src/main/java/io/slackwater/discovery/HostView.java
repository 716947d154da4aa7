package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * The host paths that Slackwater's container mounts at the same path. Other paths here belong to Slackwater's image.
 *
 * @param mounts of Slackwater's container; empty when Slackwater runs directly on the host
 */
public record HostView(List<Place> mounts) {

    public static final HostView ALL = new HostView(List.of());

    /** @param host whether the host has the same files there */
    public record Place(Path path, boolean host) {}

    public HostView {
        mounts = List.copyOf(mounts);
    }

    public static HostView of(List<Container> ourselves) {
        return new HostView(ourselves.stream()
                .flatMap(container -> container.mounts().stream())
                .map(HostView::place)
                .toList());
    }

    /** How to make a path of the host visible here. */
    public static String mount(Path path) {
        return "add to the service slackwater, under volumes, - " + path + ":" + path
                + ":ro,${SLACKWATER_PROPAGATION:-rslave} and then docker compose up -d slackwater";
    }

    private static Place place(Mount mount) {
        Path destination = Path.of(mount.destination()).normalize();
        return new Place(destination, mount.source().equals(destination));
    }

    public boolean sees(Path path) {
        return mounts.isEmpty()
                || mounts.stream()
                        .filter(mount -> path.startsWith(mount.path()))
                        .max(Comparator.comparingInt(mount -> mount.path().getNameCount()))
                        .filter(Place::host)
                        .isPresent();
    }
}
