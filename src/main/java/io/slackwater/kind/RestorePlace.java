package io.slackwater.kind;

import io.slackwater.docker.DockerException;
import io.slackwater.journal.RestoreStep;

/**
 * A new place for a snapshot. A restore calls the methods in the order of their declaration, and {@link #remove} last after a
 * failure. Used by one thread.
 */
public interface RestorePlace extends AutoCloseable {

    /** For messages: {@code database app_restored of workload shop-db}. */
    String words();

    /** What {@link #create} is about to create. */
    RestoreStep step();

    /** Refuses a place that is not new. */
    void refuseExisting() throws RestoreException, DockerException, InterruptedException;

    /**
     * Creates the place, marked with the restore's id.
     *
     * @return how the server identifies it from then on; empty when its name is enough
     */
    default String create() throws RestoreException, DockerException, InterruptedException {
        return "";
    }

    /** Puts the content of the snapshot there. */
    void fill() throws RestoreException, DockerException, InterruptedException;

    /** Makes the place complete, or finds that it is not. */
    default void finish() throws RestoreException, DockerException, InterruptedException {}

    /** The differences between the complete place and the snapshot, for the user; empty without a difference. */
    default String note() {
        return "";
    }

    /** Releases the resources that only filling the place needed. */
    @Override
    default void close() throws RestoreException, DockerException {}

    /** Removes what {@link #create} created, and nothing else. */
    default void remove() throws RestoreException, DockerException, InterruptedException {}
}
