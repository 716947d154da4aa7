package io.slackwater.policy;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where alarms go.
 *
 * @param webhook receives a JSON POST for every alarm and recovery
 * @param ping a dead-man's switch: called with GET after each batch in which every due dataset was verified
 * @param repeat the time after which a lasting alarm is sent again
 */
public record AlertPolicy(Optional<URI> webhook, Optional<URI> ping, Duration repeat) {

    /** Hides the addresses, because an address is enough to write to the channel. */
    @Override
    public String toString() {
        return "AlertPolicy[webhook=" + (webhook.isPresent() ? "***" : "none") + ", ping="
                + (ping.isPresent() ? "***" : "none") + ", repeat=" + repeat + "]";
    }
}
