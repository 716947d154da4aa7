package io.slackwater.capture;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.journal.EndCause;
import java.io.IOException;

/**
 * A dump, copy or check failed. The message names the object, the cause and the remedy, and contains no secret. An
 * {@link IOException}, because dumps are read as streams.
 */
public class CaptureException extends IOException {

    private static final long serialVersionUID = 1L;

    private final EndCause endCause;

    public CaptureException(String message, EndCause endCause) {
        super(message);
        this.endCause = endCause;
    }

    public CaptureException(String message, EndCause endCause, Throwable cause) {
        super(message, cause);
        this.endCause = endCause;
    }

    /** Creates the exception for a failed request to Docker. */
    public CaptureException(String message, DockerException e) {
        this(message, e.failure() == DockerFailure.REFUSED ? EndCause.SOURCE_INVALID : EndCause.SOURCE, e);
    }

    public EndCause endCause() {
        return endCause;
    }
}
