package io.slackwater.freeze;

import io.slackwater.journal.EndCause;

/**
 * Why a pause of containers ended early.
 *
 * @param reason in words
 * @param cause {@code FREEZE_LIMIT} if the pause reached its own time limit, so that another attempt would too; {@code
 *     FREEZE} if another program changed a container, or Docker used up the time
 */
public record BrokenFreeze(String reason, EndCause cause) {

    /**
     * The deadline has passed. Another attempt may succeed if Docker used most of the time for pausing.
     *
     * @param pausing nanoseconds that Docker took to pause all containers; negative when it did not finish
     * @param allowed the time limit in nanoseconds
     */
    static BrokenFreeze late(long pausing, long allowed) {
        boolean dockerWasFast = pausing >= 0 && pausing < allowed - pausing;
        return new BrokenFreeze(
                "the freeze exceeded its limit", dockerWasFast ? EndCause.FREEZE_LIMIT : EndCause.FREEZE);
    }
}
