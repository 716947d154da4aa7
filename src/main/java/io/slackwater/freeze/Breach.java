package io.slackwater.freeze;

/**
 * Why a freeze did not hold.
 *
 * @param reason a sentence; empty when it held
 * @param limit whether that was its own limit, so that another freeze would end the same way
 */
record Breach(String reason, boolean limit) {

    static final Breach NONE = new Breach("", false);

    /**
     * The deadline has passed.
     *
     * @param pausing how long Docker took to pause all; negative when it never did
     * @param allowed how long all of it might take. Where Docker used up most of that, a Docker that answers may do better.
     */
    static Breach late(long pausing, long allowed) {
        return new Breach("the freeze lasted longer than it may", pausing >= 0 && pausing < allowed - pausing);
    }
}
