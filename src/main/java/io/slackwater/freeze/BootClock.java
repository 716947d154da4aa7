package io.slackwater.freeze;

import java.time.Duration;

/**
 * The kernel's uptime, which no clock change moves, with the id of its boot. Deadlines of leases use it, so that another process can judge
 * them.
 */
public interface BootClock {

    /** The id of the current boot. */
    String bootId();

    /** The time since the boot, including suspension. */
    Duration uptime();
}
