package io.slackwater.repository;

import java.util.List;
import java.util.Optional;

/**
 * restic or a repository failed. The message names the repository, the failure and the remedy, and contains no secret.
 */
public class RepositoryException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final String problem;
    private final transient Optional<String> snapshot;

    public RepositoryException(Failure failure, String message) {
        this(failure, message, Optional.empty());
    }

    /**
     * Creates the exception.
     *
     * @param snapshot the id of an unusable snapshot that restic stored nevertheless, and that must be deleted
     */
    public RepositoryException(Failure failure, String message, Optional<String> snapshot) {
        this(failure, message, message, snapshot);
    }

    private RepositoryException(Failure failure, String problem, String message, Optional<String> snapshot) {
        super(message);
        this.failure = failure;
        this.problem = problem;
        this.snapshot = snapshot;
    }

    /** Creates the exception. The message is the given text and the failure's remedy. */
    static RepositoryException of(Failure failure, String what, Optional<String> snapshot) {
        String problem = what + ".";
        return new RepositoryException(failure, problem, problem + " " + failure.remedy(), snapshot);
    }

    static RepositoryException of(Failure failure, String what) {
        return of(failure, what, Optional.empty());
    }

    /**
     * The exception for a restic that Slackwater did not run.
     *
     * @param stderr its stderr, with or without {@code --json}
     */
    public static RepositoryException ofStderr(String stderr) {
        ResticErrors errors = new ResticErrors(new Redaction(List.of()));
        stderr.lines().map(ResticLines::parse).forEach(errors::add);
        return of(Diagnosis.ofText(stderr), errors.summary());
    }

    public Failure failure() {
        return failure;
    }

    /** The message without the remedy. */
    public String problem() {
        return problem;
    }

    public Optional<String> snapshot() {
        return snapshot;
    }
}
