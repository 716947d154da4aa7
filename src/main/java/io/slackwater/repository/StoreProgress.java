package io.slackwater.repository;

/** Hears how far restic is. Called on one thread; must not block. */
@FunctionalInterface
public interface StoreProgress {

    /** @param bytesDone bytes that restic has read so far */
    void progress(long bytesDone);
}
