package io.slackwater.kind;

import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import java.util.Optional;

/** A restore was refused or failed. The message names the object, the target, the cause and the remedy. */
public class RestoreException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a restore was refused or failed. The API chooses its HTTP status by it. */
    public enum Reason {
        /** The requested snapshot, dataset or target does not exist. */
        NOT_FOUND,
        /** The snapshot holds passwords, and the requester is no admin. */
        FORBIDDEN,
        /** The request is invalid. */
        INVALID,
        /**
         * The restore is impossible in the present state: the target exists, or the repository or a container is
         * unusable.
         */
        FAILED
    }

    public RestoreException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public RestoreException(String message) {
        this(Reason.FAILED, message);
    }

    public RestoreException(String message, Throwable cause) {
        super(message, cause);
        this.reason = Reason.FAILED;
    }

    /**
     * Wraps the cause of a failure.
     *
     * @param what the failed operation, such as {@code reading snapshot 4f3c2a1b}
     */
    public static RestoreException failed(String what, Throwable cause) {
        return new RestoreException(what + " failed: " + cause.getMessage(), cause);
    }

    /**
     * Refuses to overwrite an existing object.
     *
     * @param what the existing object, and the remedy
     */
    public static RestoreException exists(String what) {
        return new RestoreException(what + ", nothing is ever overwritten");
    }

    public Reason reason() {
        return reason;
    }

    /** The error that restic or the repository reported; empty when something else failed. */
    public Optional<Failure> failure() {
        return getCause() instanceof RepositoryException e ? Optional.of(e.failure()) : Optional.empty();
    }
}
