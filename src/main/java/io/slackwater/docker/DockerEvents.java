package io.slackwater.docker;

/** Receives what happens to containers and volumes. Called on one thread, in order. */
public interface DockerEvents {

    /** Events were missed, or may have been: look at everything again. */
    void resync();

    /** @param action Docker's word: {@code start}, {@code die}, {@code pause}, {@code unpause}, {@code destroy} … */
    void container(String action, String containerId, java.time.Instant at);

    /** A volume was created or removed. */
    default void volume() {}

    /** The connection was lost; {@link #resync()} follows when it is back. */
    void lost(String reason);
}
