package io.slackwater.alert.channel;

import java.time.Duration;
import java.util.Optional;

/** How one HTTP request ended. */
sealed interface HttpReply {

    /**
     * The receiver answered.
     *
     * @param from the receiver, without secrets
     * @param body empty for a good answer
     * @param retryAfter the seconds of the header {@code Retry-After}
     */
    record Answer(String from, int status, String body, Optional<Duration> retryAfter) implements HttpReply {

        boolean good() {
            return status / 100 == 2;
        }

        String reason() {
            return "%s answered %d".formatted(from, status);
        }
    }

    /** No answer came. */
    record Failed(Fault fault, String reason) implements HttpReply {}
}
