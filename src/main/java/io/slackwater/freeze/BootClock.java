package io.slackwater.freeze;

import java.time.Duration;

/**
 * Reads the kernel's uptime, which no change of the clock affects, and the id of the current boot. Deadlines use both,
 * so that a later process can judge them too.
 */
public interface BootClock {

    /** The id of the current boot. */
    String bootId();

    /** The time since the boot, including time in suspension. */
    Duration uptime();
}
