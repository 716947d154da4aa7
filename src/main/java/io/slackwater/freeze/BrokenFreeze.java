package io.slackwater.freeze;

/**
 * Why a freeze broke.
 *
 * @param reason a sentence; empty for a freeze that held
 * @param limit whether the freeze reached its own limit, so that another one would break too
 */
record BrokenFreeze(String reason, boolean limit) {

    static final BrokenFreeze NONE = new BrokenFreeze("", false);

    /**
     * The deadline has passed.
     *
     * @param pausing how long Docker took to pause all; negative when it did not
     * @param allowed the freeze's limit; another freeze may hold if Docker used most of the limit for pausing
     */
    static BrokenFreeze late(long pausing, long allowed) {
        return new BrokenFreeze("the freeze exceeded its limit", pausing >= 0 && pausing < allowed - pausing);
    }
}
