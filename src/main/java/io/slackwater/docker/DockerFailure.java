package io.slackwater.docker;

/** How a request to Docker can fail. */
public enum DockerFailure {
    /** Docker did not answer or had an internal error, so it may have executed the request. */
    NO_ANSWER,
    /** The container cannot be used now, for example because it is restarting. */
    NOT_READY,
    /** Docker refused the request, and will refuse it until the container or the host changes. */
    REFUSED
}
