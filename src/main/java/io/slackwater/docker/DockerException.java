package io.slackwater.docker;

/** Docker refused or did not answer. The message names the operation, the container and the remedy. */
public class DockerException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;

    /** @param transientFailure whether asking again later can succeed (the daemon was away, the container restarts) */
    public DockerException(String message, boolean transientFailure, Throwable cause) {
        super(message, cause);
        this.transientFailure = transientFailure;
    }

    public DockerException(String message, boolean transientFailure) {
        super(message);
        this.transientFailure = transientFailure;
    }

    public boolean transientFailure() {
        return transientFailure;
    }

    /** Docker answered with status 400: the host cannot have the requested container, for example as a mounted path is missing. */
    public static final class Invalid extends DockerException {

        private static final long serialVersionUID = 1L;

        public Invalid(String message) {
            super(message, false);
        }
    }
}
