package io.slackwater.repository;

import java.util.Optional;

/**
 * The time in which restic reads a dataset. The engine begins it when restic is about to read and not a moment earlier, so that
 * whatever waits in a queue holds no freeze and no dump meanwhile; and it ends it as soon as restic has ended. Both are called on
 * the thread that stores.
 */
public interface Window {

    /** For what needs no preparation. */
    Window NONE = new Window() {
        @Override
        public void begin() {}

        @Override
        public void end() {}
    };

    /**
     * What waited in somebody else's {@linkplain Engine#queues queue} is not made there: waits until there is room for it here. At once
     * when it never did.
     */
    default void unqueued() throws InterruptedException {}

    /**
     * Makes the dataset readable: freezes, or begins to open a dump, which goes on while restic starts and whose reader waits for
     * it. At most once.
     *
     * @throws RepositoryException with {@link Failure#NOT_BEGUN}: it cannot be read now, and nothing may be stored
     */
    void begin() throws RepositoryException, InterruptedException;

    /**
     * Waits until all is readable that {@link #begin()} only began; at once when there is no such thing. For an engine whose restic
     * does not wait.
     *
     * @throws RepositoryException as {@link #begin()}
     */
    default void opened() throws RepositoryException, InterruptedException {}

    /**
     * Why what {@link #begin()} began could not be opened, with {@link Failure#NOT_BEGUN}: restic then got nothing to store, and its
     * own words only say that. Empty while that is not known.
     */
    default Optional<RepositoryException> refusal() {
        return Optional.empty();
    }

    /** Why what was given broke off; known once the window has ended. Empty when it did not, or there is nothing to say. */
    default Optional<String> failure() {
        return Optional.empty();
    }

    /** It is another program that will read, and not a restic of ours. */
    default void lent() {}

    /**
     * What is read took longer than it would have needed.
     *
     * @param why a sentence without its end, {@code X did not answer for 40 s}
     */
    default void delayed(String why) {}

    /** Why what is being read now is worthless already; empty as long as that is not known. Cheap. */
    default Optional<RepositoryException> lost() {
        return Optional.empty();
    }

    /** How many bytes were given to the reader so far; restic counts a dump by its chunks, which may take their time. 0 when unknown. */
    default long given() {
        return 0;
    }

    /** Nothing is read any more. Idempotent, never throws, and does no harm when it was never begun. */
    void end();
}
