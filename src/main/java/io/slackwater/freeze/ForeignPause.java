package io.slackwater.freeze;

import io.slackwater.docker.DockerException;

/** A container is not frozen because somebody else paused it. Trying at once again is in vain, but it goes on some day. */
public final class ForeignPause extends DockerException {

    private static final long serialVersionUID = 1L;

    public ForeignPause(String message) {
        super(message, false);
    }
}
