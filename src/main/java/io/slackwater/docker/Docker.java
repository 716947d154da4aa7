package io.slackwater.docker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lists containers and images, and runs commands in containers. Safe for use by several threads. Every method throws
 * {@link DockerException} when the daemon does not answer. The next call connects again.
 */
public interface Docker {

    /** Checks that the daemon answers. */
    void ping() throws DockerException;

    /**
     * Lists all containers, running or not, and all volumes. Inspects only new and changed containers. A container that
     * Docker cannot inspect within some seconds is listed as uninspected. Leaves out containers that are removed
     * meanwhile.
     *
     * @param known an earlier result
     * @param changed ids of containers that changed since then
     */
    Survey survey(Optional<Survey> known, Set<String> changed) throws DockerException;

    default Survey survey() throws DockerException {
        return survey(Optional.empty(), Set.of());
    }

    /**
     * The containers of a Compose service, without those of {@code compose run}. Do not cache their ids, because
     * Compose may recreate them.
     */
    List<Container> service(String project, String service) throws DockerException;

    /** The running containers that have all these labels. */
    List<RunningContainer> running(Map<String, String> labels) throws DockerException;

    /**
     * Docker's full JSON description of a container; empty when the container does not exist. It contains the
     * environment, so mask secrets before storing it.
     */
    Optional<String> inspectJson(String id) throws DockerException;

    /**
     * The names by which an image can be pulled: its digests ({@code name@sha256:…}), then its tags. Empty for an image
     * without names or a missing image.
     *
     * @param id the id or name of an image
     */
    List<String> imageNames(String id) throws DockerException;

    /** The current state of the container with this id or name. */
    Optional<Container> find(String idOrName) throws DockerException;

    /**
     * Runs a short command and returns the first MiB of its output. Throws after the limit, but cannot end the command.
     * A command that may hang therefore needs its own {@code timeout}.
     */
    ExecResult exec(String id, ExecCommand command, Duration limit) throws DockerException, InterruptedException;

    /** Starts a command and connects its stdout, and on request its stdin. */
    ExecStream open(String id, ExecCommand command, boolean stdin) throws DockerException;

    /** Finds something by requests to Docker. */
    @FunctionalInterface
    interface Lookup<T> {
        T find() throws DockerException;
    }
}
