package io.slackwater.freeze;

import java.time.Duration;

/**
 * Containers that Slackwater has paused for a limited time. Closing it resumes them, in the background if Docker does
 * not answer; it is idempotent. Closing also verifies that they stayed paused, so call {@link #broken()} afterwards.
 */
public interface FreezeLease extends AutoCloseable {

    /**
     * Whether the deadline passed, or another program resumed, stopped or restarted a container. The data read
     * meanwhile is then worthless.
     */
    default boolean broken() {
        return !reason().isEmpty();
    }

    /** Why the pause ended early; empty while it holds. */
    String reason();

    /**
     * Whether the pause reached its own time limit, so that another attempt would too. False when another program
     * changed a container, or Docker used up the time.
     */
    boolean reachedLimit();

    /** The time from the first pause to the last resume, or until now. */
    Duration frozen();

    @Override
    void close();
}
