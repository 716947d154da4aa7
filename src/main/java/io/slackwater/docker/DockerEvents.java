package io.slackwater.docker;

/** Receives Docker's events of containers and volumes, in order and on one thread. */
public interface DockerEvents {

    /**
     * Events may have been missed, so the listener must inspect every container. Called when the connection is lost,
     * and after each connection.
     */
    default void resync() {}

    /**
     * A container changed.
     *
     * @param action Docker's word: {@code start}, {@code die}, {@code pause}, {@code unpause}, {@code destroy} …
     */
    void container(String action, String containerId, java.time.Instant at);

    /** A volume was created or removed. */
    default void volume() {}
}
