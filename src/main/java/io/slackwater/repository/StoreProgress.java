package io.slackwater.repository;

/** Hears who executes restic, and how far restic is. Called on one thread; must not block. */
@FunctionalInterface
public interface StoreProgress {

    /** @param bytesDone bytes that restic has read so far */
    void progress(long bytesDone);

    /**
     * Who executes restic from now on; another one may take over as long as nothing was read.
     *
     * @param name {@link Engine#name()}
     */
    default void by(String name) {}
}
