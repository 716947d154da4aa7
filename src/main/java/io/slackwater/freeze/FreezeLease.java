package io.slackwater.freeze;

import java.time.Duration;

/**
 * Containers that are paused for us. Closing thaws them; idempotent, and retried in the background when Docker is away. Closing also
 * looks whether they were frozen all the time, so ask {@link #broken()} after it.
 */
public interface FreezeLease extends AutoCloseable {

    /** The deadline passed, or somebody else un-paused, stopped or restarted a container: what was read meanwhile is worthless. */
    boolean broken();

    /** Why it is broken, in a sentence; empty when it is not. */
    String reason();

    /**
     * Whether it is broken because it lasted as long as it may, through nobody's doing: another one would end the same way. Not when
     * somebody else touched a container, and not when Docker used up the time.
     */
    boolean reachedLimit();

    /** From the first pause to the last thaw; until now while frozen. */
    Duration frozen();

    @Override
    void close();
}
