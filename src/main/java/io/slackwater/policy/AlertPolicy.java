package io.slackwater.policy;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where alarms go.
 *
 * @param webhook receives a JSON POST for every alarm and recovery
 * @param ping a dead-man's switch: asked with GET after every night in which every dataset that was due was verified, silent otherwise
 * @param repeat how long the same alarm is held back before it is sent again
 */
public record AlertPolicy(Optional<URI> webhook, Optional<URI> ping, Duration repeat) {

    /** Without the addresses: whoever has one can write to that channel. */
    @Override
    public String toString() {
        return "AlertPolicy[webhook=" + (webhook.isPresent() ? "***" : "none") + ", ping="
                + (ping.isPresent() ? "***" : "none") + ", repeat=" + repeat + "]";
    }
}
