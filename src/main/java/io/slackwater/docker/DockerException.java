package io.slackwater.docker;

/** Docker refused a request or did not answer. The message names the operation, the container and the remedy. */
public class DockerException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;

    /**
     * Creates the exception.
     *
     * @param transientFailure whether a later attempt may succeed, as after a restart of the daemon
     */
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

    /**
     * Docker answered with status 400: the requested container is impossible on this host, for example because a
     * mounted path is missing.
     */
    public static final class Invalid extends DockerException {

        private static final long serialVersionUID = 1L;

        public Invalid(String message) {
            super(message, false);
        }
    }
}
