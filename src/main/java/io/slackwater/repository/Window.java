package io.slackwater.repository;

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
     * Makes the dataset readable: freezes, or opens a dump. At most once.
     *
     * @throws RepositoryException with {@link Failure#NOT_BEGUN}: it cannot be read now, and nothing may be stored
     */
    void begin() throws RepositoryException, InterruptedException;

    /** How many bytes were given to the reader so far; restic counts a dump by its chunks, which may take their time. 0 when unknown. */
    default long given() {
        return 0;
    }

    /** Nothing is read any more. Idempotent, never throws, and does no harm when it was never begun. */
    void end();
}
