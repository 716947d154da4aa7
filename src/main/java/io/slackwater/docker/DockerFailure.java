package io.slackwater.docker;

/** What Docker said. */
public enum DockerFailure {
    /** Docker did not answer, or had an error of its own: it may have executed the call. */
    NO_ANSWER,
    /** The container cannot be used at this moment: for example, it restarts. */
    NOT_READY,
    /** Docker refused the call, and refuses it again until the container or the host is changed. */
    REFUSED
}
