package io.slackwater.policy;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where alarms are sent.
 *
 * @param webhook receives a JSON POST for every alarm and every recovery
 * @param ping a dead-man's switch: gets a GET request after each scheduled round in which all due datasets were
 *      verified
 * @param repeat after how long a lasting alarm is sent again
 * @param diskPercent a disk that is used by more than this raises an alarm
 */
public record AlertPolicy(Optional<URI> webhook, Optional<URI> ping, Duration repeat, int diskPercent) {

    /** Masks the addresses, because anyone who knows an address can send messages to it. */
    @Override
    public String toString() {
        return "AlertPolicy[webhook=" + (webhook.isPresent() ? "***" : "none") + ", ping="
                + (ping.isPresent() ? "***" : "none") + ", repeat=" + repeat + ", diskPercent=" + diskPercent + "]";
    }
}
