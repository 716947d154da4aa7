package io.slackwater.restore;

/** A restore was refused or failed. The message names what, where to, why and the remedy. */
public class RestoreException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What a caller can do about it. */
    public enum Reason {
        /** The thing asked for does not exist. */
        NOT_FOUND,
        /** The snapshot holds passwords, and who asks is no admin. */
        FORBIDDEN,
        /** The request cannot be done as it is. */
        INVALID,
        /** Something of that name exists already. */
        EXISTS,
        FAILED
    }

    public RestoreException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public RestoreException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
