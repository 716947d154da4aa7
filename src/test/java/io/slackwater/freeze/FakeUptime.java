package io.slackwater.freeze;

import java.time.Duration;

/** An uptime that advances only on request. */
final class FakeUptime implements BootClock {

    volatile Duration now = Duration.ofSeconds(1000);

    @Override
    public String bootId() {
        return "boot-1";
    }

    @Override
    public Duration uptime() {
        return now;
    }
}
