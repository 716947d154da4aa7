package io.slackwater.stream;

/**
 * Answers those who come with a token of their own and decide themselves when: before a dump is given to them, and when they say
 * that they begin or end reading a tree. May block for as long as it takes to open a dump or to freeze, never for a free slot.
 */
public interface CallbackHandler {

    /** Nobody has such a token. */
    CallbackHandler CLOSED = new CallbackHandler() {
        @Override
        public boolean knows(String authorization) {
            return false;
        }

        @Override
        public Answer stream(String dataset) {
            return new Answer(404, "nobody is expected");
        }

        @Override
        public Answer hook(String dataset, String event) {
            return new Answer(404, "nobody is expected");
        }
    };

    /** What they are told: an HTTP status and a sentence. */
    record Answer(int status, String text) {}

    /** Whether the {@code Authorization} header is theirs. Must not block. */
    boolean knows(String authorization);

    /** With 200 the dump is offered at the desk now. */
    Answer stream(String dataset) throws InterruptedException;

    /** @param event {@code start} of a tree, {@code stream} before a dump, {@code end} or {@code error} */
    Answer hook(String dataset, String event) throws InterruptedException;
}
