package io.slackwater.kind;

import io.slackwater.docker.DockerException;
import java.util.List;

/**
 * Replaces the live data of one dataset by those of a snapshot. {@link #forecast} changes nothing. Afterwards the
 * restore calls {@link #prepare}, {@link #check}, {@link Exchange#apply} and {@link #confirm}, in this order. Used by one
 * thread.
 */
public interface Replacement extends AutoCloseable {

    /** Says what the replacement will do. */
    Forecast forecast() throws RestoreException, DockerException, InterruptedException;

    /** The name of the live data in the service: a database's name, or a tree's path on the host. */
    String name();

    /** The name of the data beside them. The restore journals it before {@link #prepare}. */
    String beside();

    /** The ids of the containers that must not run during the exchange. */
    default List<String> stops() throws DockerException {
        return List.of();
    }

    /**
     * Writes the snapshot's data beside the live ones, while the service runs.
     *
     * @return the server's own identifier of the restored data; empty when their name identifies them
     */
    String prepare() throws RestoreException, DockerException, InterruptedException;

    /** Compares the restored data with the snapshot. Throws when they differ. */
    default void check() throws RestoreException, DockerException, InterruptedException {}

    /** Checks that the service uses the restored data. Called after the exchange, when the containers run again. */
    void confirm() throws RestoreException, DockerException, InterruptedException;

    /** What differs from the snapshot, or what the user should do now. Empty for nothing. */
    default String note() {
        return "";
    }

    /** Releases the resources that only {@link #prepare} needed. Idempotent. */
    @Override
    default void close() throws RestoreException, DockerException {}
}
