package io.slackwater.freeze;

import java.time.Duration;

/**
 * Paused containers. Closing thaws them; it is idempotent, and retried in the background while Docker is away. Closing also verifies that
 * they stayed frozen, so call {@link #broken()} afterwards.
 */
public interface FreezeLease extends AutoCloseable {

    /** Whether the deadline passed, or another program resumed, stopped or restarted a container: the data read meanwhile is worthless. */
    default boolean broken() {
        return !reason().isEmpty();
    }

    /** Why the freeze ended early; empty while it holds. */
    String reason();

    /**
     * Whether the lease broke at its limit, so that another one would break too. False when another program touched a container or Docker
     * used up the time.
     */
    boolean reachedLimit();

    /** The time from the first pause to the last thaw, or until now. */
    Duration frozen();

    @Override
    void close();
}
