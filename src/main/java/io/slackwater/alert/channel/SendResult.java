package io.slackwater.alert.channel;

import java.time.Duration;
import java.util.Optional;

/** How the attempt to send a message ended. */
sealed interface SendResult {

    /** The receiver accepted the message. */
    record Accepted() implements SendResult {}

    /**
     * The receiver did not accept the message.
     *
     * @param reason a sentence without secrets
     * @param retryAfter how long the receiver asks to wait; empty when it does not
     */
    record Refused(Fault fault, String reason, Optional<Duration> retryAfter) implements SendResult {}

    static SendResult refused(Fault fault, String reason) {
        return new Refused(fault, reason, Optional.empty());
    }
}
