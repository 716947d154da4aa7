package io.slackwater.freeze;

import io.slackwater.docker.DockerException;

/** A container is not frozen because a user paused it. An immediate retry fails too. */
public final class ForeignPause extends DockerException {

    private static final long serialVersionUID = 1L;

    public ForeignPause(String message) {
        super(message, false);
    }
}
