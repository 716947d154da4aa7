package io.slackwater.freeze;

/**
 * Why a pause of containers ended early.
 *
 * @param reason in words
 * @param reachedLimit whether the pause reached its own time limit, so that another attempt would too. False when
 *     another program changed a container, or Docker used up the time
 */
public record BrokenFreeze(String reason, boolean reachedLimit) {

    /**
     * The deadline has passed. Another attempt may succeed if Docker used most of the time for pausing.
     *
     * @param pausing nanoseconds that Docker took to pause all containers; negative when it did not finish
     * @param allowed the time limit in nanoseconds
     */
    static BrokenFreeze late(long pausing, long allowed) {
        return new BrokenFreeze("the freeze exceeded its limit", pausing >= 0 && pausing < allowed - pausing);
    }
}
