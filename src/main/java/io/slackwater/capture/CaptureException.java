package io.slackwater.capture;

import java.io.IOException;

/**
 * A dump, copy or check failed. The message names the subject, what happened and what to do; it holds no secret. It is an {@link
 * IOException}, because a dump is read as a stream.
 */
public class CaptureException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;

    /** @param transientFailure whether the same may succeed a little later (a lock, a lost connection) */
    public CaptureException(String message, boolean transientFailure) {
        super(message);
        this.transientFailure = transientFailure;
    }

    public CaptureException(String message, boolean transientFailure, Throwable cause) {
        super(message, cause);
        this.transientFailure = transientFailure;
    }

    public boolean transientFailure() {
        return transientFailure;
    }
}
