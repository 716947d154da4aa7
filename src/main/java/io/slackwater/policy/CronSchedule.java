package io.slackwater.policy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A five-field Unix cron expression that is known to fire. Immutable and safe for use by several threads.
 */
public interface CronSchedule {

    /** The expression as it stands in the policy. */
    String expression();

    /**
     * The first time strictly after {@code after} at which this schedule fires in {@code zone}. A time that the spring clock
     * change skips fires at the first valid moment after the gap; one that the autumn change repeats fires once.
     */
    Optional<Instant> next(Instant after, ZoneId zone);
}
