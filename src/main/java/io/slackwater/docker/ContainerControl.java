package io.slackwater.docker;

import java.time.Duration;
import java.util.Optional;

/** The state of single containers. Safe for use by several threads. */
public interface ContainerControl {

    /** The current state of the container with this id or name. */
    Optional<Container> find(String idOrName) throws DockerException;

    /** Freezes all processes of a running container. Refused (not transient) when it is not running or is paused already. */
    void pause(String id) throws DockerException;

    /** Lets a paused container go on. Does nothing when it is not paused. */
    void unpause(String id) throws DockerException;

    void stop(String id, Duration grace) throws DockerException;

    void start(String id) throws DockerException;
}
