package io.slackwater.stream;

/**
 * Answers Backrest's calls: before a dump is given, and before and after a tree is read. May block while a dump opens or a freeze
 * begins, never for a slot.
 */
public interface CallbackHandler {

    /** An HTTP status and a sentence. */
    record Answer(int status, String text) {}

    /** Whether the {@code Authorization} header is Backrest's. Must not block. */
    boolean knows(String authorization);

    /** The dump is offered after an answer with status 200. */
    Answer stream(String dataset) throws InterruptedException;

    /** @param event {@code start} of a tree, {@code stream} before a dump, {@code end} or {@code error} */
    Answer hook(String dataset, String event) throws InterruptedException;
}
