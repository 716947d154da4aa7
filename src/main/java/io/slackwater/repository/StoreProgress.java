package io.slackwater.repository;

/** Receives the engine and restic's progress. One thread calls it; it must not block. */
@FunctionalInterface
public interface StoreProgress {

    /** @param bytesDone bytes that restic has read so far */
    void progress(long bytesDone);

    /**
     * The engine from now on; it may change while nothing was read.
     *
     * @param name {@link Engine#name()}
     */
    default void by(String name) {}
}
