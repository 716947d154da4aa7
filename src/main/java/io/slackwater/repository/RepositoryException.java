package io.slackwater.repository;

import java.util.Optional;

/** restic or a repository failed. The message names the repository, the failure and the remedy, and contains no secret. */
public class RepositoryException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final transient Optional<String> snapshot;

    public RepositoryException(Failure failure, String message) {
        this(failure, message, Optional.empty());
    }

    /** @param snapshot the id of a snapshot that restic stored nevertheless: poison, to be forgotten */
    public RepositoryException(Failure failure, String message, Optional<String> snapshot) {
        super(message);
        this.failure = failure;
        this.snapshot = snapshot;
    }

    /** The message ends with the remedy of the failure. */
    static RepositoryException of(Failure failure, String what, Optional<String> snapshot) {
        return new RepositoryException(failure, what + ". " + failure.remedy(), snapshot);
    }

    static RepositoryException of(Failure failure, String what) {
        return of(failure, what, Optional.empty());
    }

    public Failure failure() {
        return failure;
    }

    public Optional<String> snapshot() {
        return snapshot;
    }
}
