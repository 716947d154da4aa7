package io.slackwater.schedule;

import java.time.Instant;

/**
 * A dataset's newest run, which is over.
 *
 * @param at when it ended
 * @param changed whether the container, the repository or the policy changed since, or recovered
 * @param tries how many retries preceded it without success; of a run that succeeded, how many runs in a row were made because there
 *     was no backup
 */
public record LastRun(Instant at, End end, boolean changed, int tries) {

    /** How it ended, as far as a retry depends on that. */
    public enum End {
        SUCCEEDED,
        /** It failed for a cause that can pass by itself. */
        TRANSIENT,
        /** It failed or could not be verified, and a retry ends the same until something changes. */
        PERMANENT,
        /** A person cancelled it. */
        CANCELLED
    }
}
