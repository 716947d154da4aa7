package io.slackwater.docker;

/** A running helper container. {@link #close()} removes it and is idempotent. */
public interface HelperContainer extends AutoCloseable {

    String id();

    @Override
    void close() throws DockerException;
}
