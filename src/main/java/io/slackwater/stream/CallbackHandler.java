package io.slackwater.stream;

/**
 * Answers Backrest's HTTP calls: before it reads a dump, and before and after it reads a directory tree. May block
 * while a dump starts or containers are paused. Refuses instead of waiting for another run.
 */
public interface CallbackHandler {

    /** An HTTP status and a sentence for the user. */
    record Answer(int status, String text) {}

    /** Whether this {@code Authorization} header is Backrest's. Must not block. */
    boolean knows(String authorization);

    /** Prepares the dump of a dataset. After an answer with status 200, the dump is available for reading. */
    Answer stream(String dataset) throws InterruptedException;

    /**
     * Handles a hook of Backrest.
     *
     * @param event {@code start} before a backup of a tree, {@code ready} when restic is about to read the tree, {@code
     *     end} after a tree was read, {@code stream} before a dump is read
     */
    Answer hook(String dataset, String event) throws InterruptedException;
}
