package io.slackwater.docker;

import java.time.Duration;
import java.util.Optional;

/** The state of single containers. Safe for use by several threads. */
public interface ContainerControl {

    /** The current state of the container with this id or name. */
    Optional<Container> find(String idOrName) throws DockerException;

    /** Pauses a running container. A container that does not run, or is paused already, is a permanent failure. */
    void pause(String id) throws DockerException;

    /** Resumes a paused container. Does nothing when it is not paused. */
    void unpause(String id) throws DockerException;

    void stop(String id, Duration grace) throws DockerException;

    void start(String id) throws DockerException;
}
