package io.slackwater.docker;

import java.time.Duration;
import java.util.Optional;

/** Reads and changes the state of single containers. Safe for use by several threads. */
public interface ContainerControl {

    /** The container with this id or name; empty when it does not exist. */
    Optional<Container> find(String idOrName) throws DockerException;

    /** Pauses a running container. Throws a permanent failure if the container is paused or does not run. */
    void pause(String id) throws DockerException;

    /** Resumes a paused container. Throws when it is not paused. */
    void unpause(String id) throws DockerException;

    void stop(String id, Duration grace) throws DockerException;

    void start(String id) throws DockerException;
}
