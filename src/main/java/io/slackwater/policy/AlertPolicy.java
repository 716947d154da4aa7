package io.slackwater.policy;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where alarms are sent.
 *
 * @param channels the receivers of alarms by name; {@code alerts.webhook} is the channel {@code webhook}
 * @param ping a dead-man's switch: gets a GET request after each scheduled round in which all due datasets were
 *      verified
 * @param repeat after how long a lasting alarm is sent again
 * @param diskPercent a disk that is used by more than this raises an alarm
 */
public record AlertPolicy(Map<String, ChannelPolicy> channels, Optional<URI> ping, Duration repeat, int diskPercent) {

    public AlertPolicy {
        channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
    }

    /** Masks the addresses, because anyone who knows an address can send messages to it. */
    @Override
    public String toString() {
        return "AlertPolicy[channels=" + channels.values() + ", ping=" + (ping.isPresent() ? "***" : "none")
                + ", repeat=" + repeat + ", diskPercent=" + diskPercent + "]";
    }
}
