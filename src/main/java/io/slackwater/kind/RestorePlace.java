package io.slackwater.kind;

import io.slackwater.docker.DockerException;
import io.slackwater.journal.RestoredObject;

/**
 * A new database, volume or directory that a restore fills from a snapshot. The restore calls the methods in the order
 * of their declaration, and {@link #remove} last after a failure. Used by one thread.
 */
public interface RestorePlace extends AutoCloseable {

    /** The object that {@link #create} creates. A restore journals it before that call. */
    RestoredObject object();

    /** Throws when the place exists already. */
    void refuseExisting() throws RestoreException, DockerException, InterruptedException;

    /**
     * Creates the place and marks it with the restore's id.
     *
     * @return the server's own identifier of the new object; empty when the name identifies it
     */
    default String create() throws RestoreException, DockerException, InterruptedException {
        return "";
    }

    /** Writes the snapshot's content into the place. */
    void fill() throws RestoreException, DockerException, InterruptedException;

    /** Compares the filled place with the snapshot. Throws when they differ. */
    default void check() throws RestoreException, DockerException, InterruptedException {}

    /** Makes the filled place ready for use. */
    default void finish() throws RestoreException, DockerException, InterruptedException {}

    /** Describes how the finished place differs from the snapshot, for the user. Empty when they are equal. */
    default String note() {
        return "";
    }

    /** Releases the resources that only {@link #fill} needed. Idempotent. */
    @Override
    default void close() throws RestoreException, DockerException {}

    /** Removes the object that {@link #create} created, and nothing else. */
    default void remove() throws RestoreException, DockerException, InterruptedException {}
}
