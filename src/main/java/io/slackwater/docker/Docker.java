package io.slackwater.docker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The Docker Engine, as far as Slackwater needs it. Safe for use by several threads. Every method throws
 * {@link DockerException} when the daemon is away; the connection is made anew on the next call.
 */
public interface Docker {

    /** Asks the daemon whether it is there. */
    void ping() throws DockerException;

    /** The daemon's data root ({@code /var/lib/docker} mostly). */
    Path dataRoot() throws DockerException;

    /**
     * All containers, running or not, and the volumes. Each container that is not known or has changed is inspected. Containers
     * that vanish meanwhile are left out. One that Docker does not answer about within some seconds is named as silent, and keeps
     * nothing from the others.
     *
     * @param known an earlier survey
     * @param changed ids of containers that are not any more as that survey has them
     */
    Survey survey(Optional<Survey> known, Set<String> changed) throws DockerException;

    default Survey survey() throws DockerException {
        return survey(Optional.empty(), Set.of());
    }

    /** As {@link #survey()}, for whom all must have answered. */
    default List<Container> containers() throws DockerException {
        Survey all = survey();
        if (!all.silent().isEmpty()) {
            throw new DockerException(all.silent().getFirst().reason(), true);
        }
        return all.containers();
    }

    /** The container with this id or name, as it is now. */
    Optional<Container> find(String idOrName) throws DockerException;

    /** The containers of a Compose service, one-offs left out. They have new ids after every recreate: ask each time. */
    List<Container> service(String project, String service) throws DockerException;

    /** The host names of the running containers that carry all these labels. */
    default Set<String> hostNames(Map<String, String> labels) throws DockerException {
        return Set.of();
    }

    /**
     * The full inspect document of a container as JSON; empty when the container is gone, as it may be at any moment after it was
     * listed. Holds its environment: mask before storing.
     */
    Optional<String> inspectJson(String id) throws DockerException;

    /**
     * The names under which an image can be pulled, its digests ({@code name@sha256:…}) before its tags; empty when it has none, or
     * has gone.
     *
     * @param id an image's id or name
     */
    default List<String> imageNames(String id) throws DockerException {
        return List.of();
    }

    /** The labels of each volume that exists, by its name. */
    Map<String, Map<String, String>> volumes() throws DockerException;

    /** Makes an empty volume; refuses one that exists. */
    void createVolume(String name, Map<String, String> labels) throws DockerException;

    void removeVolume(String name) throws DockerException;

    /** Freezes all processes of a running container. Refused (not transient) when it is not running or is paused already. */
    void pause(String id) throws DockerException;

    /** Lets a paused container go on. Does nothing when it is not paused. */
    void unpause(String id) throws DockerException;

    void stop(String id, Duration grace) throws DockerException;

    void start(String id) throws DockerException;

    /**
     * Runs a short command and keeps the first MiB of its output. When the time is over the stream is closed and the call fails;
     * the command is not killed by that, so give it its own {@code timeout} where it could hang.
     */
    ExecResult exec(String id, ExecCommand command, Duration limit) throws DockerException, InterruptedException;

    /** Starts a command with its stdout (and, if asked, stdin) connected over the socket. */
    ExecStream open(String id, ExecCommand command, boolean stdin) throws DockerException;

    /** Starts a labelled helper container from our own image. Closing it removes it. */
    HelperContainer helper(HelperRequest request) throws DockerException, InterruptedException;

    /** Removes all helper containers that carry this instance's label: leftovers of a crash. Returns how many. */
    int sweepHelpers() throws DockerException;

    /**
     * Follows events until closed, reconnecting for ever with back-off. After every (re)connection {@link
     * DockerEvents#resync()} is called first: whatever happened meanwhile was missed.
     */
    AutoCloseable follow(DockerEvents listener);
}
