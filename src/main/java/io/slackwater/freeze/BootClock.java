package io.slackwater.freeze;

import java.time.Duration;

/**
 * Time that no clock change moves: the kernel's uptime, which means something only together with the id of its boot. Deadlines of
 * leases are written down in it, so that another process can judge them.
 */
public interface BootClock {

    /** Another one after each boot. */
    String bootId();

    /** Since the boot, time in suspension included. */
    Duration uptime();
}
