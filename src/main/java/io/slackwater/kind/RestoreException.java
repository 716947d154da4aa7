package io.slackwater.kind;

/** A restore was refused or failed. The message names what, where to, why and the remedy. */
public class RestoreException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** The category of the failure, for the caller. */
    public enum Reason {
        /** The thing asked for does not exist. */
        NOT_FOUND,
        /** The snapshot holds passwords, and the requester is no admin. */
        FORBIDDEN,
        /** The request is invalid. */
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

    /** @param the failed operation: {@code reading snapshot 4f3c2a1b} */
    public static RestoreException failed(String what, Throwable cause) {
        return new RestoreException(Reason.FAILED, what + " failed: " + cause.getMessage(), cause);
    }

    /** @param the existing object, and the remedy */
    public static RestoreException exists(String what) {
        return new RestoreException(Reason.EXISTS, what + ", nothing is ever overwritten");
    }

    public Reason reason() {
        return reason;
    }
}
