package io.slackwater.freeze;

import java.time.Duration;
import java.util.Optional;

/**
 * Containers that Slackwater has paused for a limited time. Closing it resumes them, in the background if Docker does
 * not answer; it is idempotent. Closing also verifies that they stayed paused, so call {@link #broken()} afterwards.
 */
public interface FreezeLease extends AutoCloseable {

    /** Why the pause ended early; empty while it holds. The data read during a pause that ended early is worthless. */
    Optional<BrokenFreeze> broken();

    /** The time from the first pause to the last resume, or until now. */
    Duration frozen();

    @Override
    void close();
}
