package io.slackwater.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the container in which this process runs, for its image, project and mounts. Uses the container's id in the
 * source path of the mount {@code /etc/hostname}. Searches again until Docker has answered once. Safe for use by
 * several threads.
 */
public final class OwnContainer {

    private static final Pattern CONTAINER_DIRECTORY = Pattern.compile("/([0-9a-f]{64})/");
    private static final List<String> BY_DOCKER = List.of("/etc/hostname", "/etc/hosts", "/etc/resolv.conf");
    private static final int ROOT_FIELD = 3;
    private static final int POINT_FIELD = 4;

    private final EngineCalls calls;
    private final Path mountinfo;
    private volatile @Nullable Optional<Container> found;

    /**
     * Creates a search.
     *
     * @param socket the daemon's socket
     */
    public OwnContainer(Path socket) {
        this(socket, Path.of("/proc/self/mountinfo"));
    }

    OwnContainer(Path socket, Path mountinfo) {
        this.calls = new EngineCalls(socket);
        this.mountinfo = mountinfo;
    }

    /**
     * This process's container, as it was at the first call. Empty when the process does not run in a container of this
     * daemon.
     */
    public Optional<Container> find() throws DockerException {
        Optional<Container> known = found;
        if (known == null) {
            Optional<String> id = mountedFrom();
            known = id.isPresent() ? calls.find(id.get()) : Optional.empty();
            found = known;
        }
        return known;
    }

    /**
     * The id in the mount table. The fields of a line are id, parent, device, root, mount point … (proc(5)). Empty on a
     * host.
     */
    private Optional<String> mountedFrom() throws DockerException {
        try (Stream<String> lines = Files.lines(mountinfo)) {
            return lines.map(line -> line.split(" "))
                    .filter(fields -> fields.length > POINT_FIELD && BY_DOCKER.contains(fields[POINT_FIELD]))
                    .map(fields -> CONTAINER_DIRECTORY.matcher(fields[ROOT_FIELD]))
                    .filter(Matcher::find)
                    .map(id -> id.group(1))
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            throw new DockerException(
                    "Cannot find Slackwater's own container: cannot read " + mountinfo, DockerFailure.REFUSED, e);
        }
    }
}
