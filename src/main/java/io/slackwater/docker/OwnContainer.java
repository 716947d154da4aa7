package io.slackwater.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the container that this process runs in, to take image and mounts from it. Docker mounts {@code /etc/hostname} of a
 * container from a directory named after it; where that cannot be seen, the sidecar's label and the host name decide.
 */
public final class OwnContainer {

    /** The label that the compose file puts on the sidecar. */
    public static final String ROLE_LABEL = "slackwater.role";

    private static final String SIDECAR = "sidecar";
    private static final Pattern CONTAINER_DIRECTORY = Pattern.compile("/containers/([0-9a-f]{64})/");
    private static final List<String> BY_DOCKER = List.of("/etc/hostname", "/etc/hosts", "/etc/resolv.conf");
    private static final int ROOT_FIELD = 3;
    private static final int POINT_FIELD = 4;

    private final Docker docker;
    private final Path mountinfo;
    private final Path hostname;

    public OwnContainer(Docker docker) {
        this(docker, Path.of("/proc/self/mountinfo"), Path.of("/proc/sys/kernel/hostname"));
    }

    OwnContainer(Docker docker, Path mountinfo, Path hostname) {
        this.docker = docker;
        this.mountinfo = mountinfo;
        this.hostname = hostname;
    }

    /** The current state of this process's container; empty when the process does not run in a container of this daemon. */
    public Optional<Container> find() throws DockerException {
        Optional<String> id = mountedFrom();
        if (id.isPresent()) {
            return docker.find(id.get());
        }
        List<Container> named = new ArrayList<>();
        String name = line(hostname);
        Survey survey = docker.survey();
        for (Container container : survey.containers()) {
            if (container.running()
                    && SIDECAR.equals(container.labels().get(ROLE_LABEL))
                    && hostname(container).filter(name::equals).isPresent()) {
                named.add(container);
            }
        }
        for (Survey.Silent silent : survey.silent()) {
            if (named.isEmpty() && SIDECAR.equals(silent.labels().get(ROLE_LABEL))) {
                throw new DockerException("Cannot find our own container: " + silent.reason(), true);
            }
        }
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    private Optional<String> hostname(Container container) throws DockerException {
        Optional<String> document = docker.inspectJson(container.id());
        if (document.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ContainerDocument.hostName(Json.MAPPER.readTree(document.get())));
        } catch (IOException e) {
            throw new DockerException("Cannot read what Docker says of container " + container.name(), true, e);
        }
    }

    /** Fields of a line: id, parent, device, root, mount point … (proc(5)). On a host no container's directory is mounted there. */
    private Optional<String> mountedFrom() throws DockerException {
        for (String line : lines(mountinfo)) {
            String[] fields = line.split(" ");
            if (fields.length > POINT_FIELD && BY_DOCKER.contains(fields[POINT_FIELD])) {
                Matcher id = CONTAINER_DIRECTORY.matcher(fields[ROOT_FIELD]);
                if (id.find()) {
                    return Optional.of(id.group(1));
                }
            }
        }
        return Optional.empty();
    }

    private static String line(Path file) throws DockerException {
        List<String> lines = lines(file);
        return lines.isEmpty() ? "" : lines.getFirst().strip();
    }

    private static List<String> lines(Path file) throws DockerException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new DockerException("Cannot find our own container: cannot read " + file, false, e);
        }
    }
}
