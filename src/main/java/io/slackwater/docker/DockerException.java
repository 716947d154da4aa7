package io.slackwater.docker;

/** Docker refused a request or did not answer. The message names the operation, the container and the remedy. */
public class DockerException extends Exception {

    private static final long serialVersionUID = 1L;

    private final DockerFailure failure;

    public DockerException(String message, DockerFailure failure, Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    public DockerException(String message, DockerFailure failure) {
        super(message);
        this.failure = failure;
    }

    public DockerFailure failure() {
        return failure;
    }

    /**
     * Docker answered with status 400. The requested container is impossible on this host, for example because a
     * mounted path is missing.
     */
    public static final class Invalid extends DockerException {

        private static final long serialVersionUID = 1L;

        public Invalid(String message, Throwable cause) {
            super(message, DockerFailure.REFUSED, cause);
        }
    }
}
