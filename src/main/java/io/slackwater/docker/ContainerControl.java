package io.slackwater.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads and changes the state of single containers. Safe for use by several threads. */
public interface ContainerControl {

    /** The container with this id or name; empty when it does not exist. */
    Optional<Container> find(String idOrName) throws DockerException;

    /** Pauses a running container. Throws a permanent failure if the container is paused or does not run. */
    void pause(String id) throws DockerException;

    /** Resumes a paused container. Throws when it is not paused. */
    void unpause(String id) throws DockerException;

    /**
     * How long the container was paused: from its first pause since that time until its thaw or its end. Empty when
     * Docker knows no such pause or no end of it. Docker keeps its last events only, and none after its restart.
     */
    Optional<Duration> paused(String id, Instant since) throws DockerException;

    /** The settings for a stop; empty when the container does not exist. */
    Optional<StopSettings> stopSettings(String id) throws DockerException;

    /** Changes the restart policy, also of a stopped container. */
    void restartPolicy(String id, RestartPolicy policy) throws DockerException;

    void stop(String id, Duration grace) throws DockerException;

    void start(String id) throws DockerException;
}
