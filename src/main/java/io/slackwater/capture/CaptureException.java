package io.slackwater.capture;

import java.io.IOException;

/**
 * A dump, copy or check failed. The message names the object, the cause and the remedy, and contains no secret. An
 * {@link IOException}, because dumps are read as streams.
 */
public class CaptureException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;

    /**
     * Creates the exception.
     *
     * @param transientFailure whether a later attempt may succeed, as after a lock or a lost connection
     */
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
