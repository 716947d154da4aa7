package io.slackwater.schedule;

import java.time.Instant;

/**
 * A dataset's newest run, which is over.
 *
 * @param at when it ended
 * @param changed whether what it failed for may be gone: something that it depends on was changed, or is well again, since
 * @param tries how many runs before it were made again because of a failure, since anything else asked for one; of one that succeeded,
 *     how many in a row were made because there was no backup
 */
public record LastRun(Instant at, End end, boolean changed, int tries) {

    /** What became of it, as far as another run depends on that. */
    public enum End {
        SUCCEEDED,
        /** It failed for something that can pass. */
        MAY_PASS,
        /** It failed, and another would fail the same way until something is changed. */
        SAME,
        /** It stored a snapshot which nobody could say is whole, and another would end the same way until something is changed. */
        UNPROVEN,
        /** A person ended it. */
        UNWANTED
    }
}
