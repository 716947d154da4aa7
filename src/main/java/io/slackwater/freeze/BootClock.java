package io.slackwater.freeze;

import java.time.Duration;

/** Reads the kernel's uptime, which no change of the clock affects. Deadlines of freezes use it. */
public interface BootClock {

    /** The time since the boot, including time in suspension. */
    Duration uptime();
}
