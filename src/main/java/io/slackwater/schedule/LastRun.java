package io.slackwater.schedule;

import io.slackwater.journal.RetryOutlook;
import java.time.Instant;

/**
 * A dataset's newest run, which is over.
 *
 * @param at when it ended
 * @param end whether a retry can succeed
 * @param changed whether the container, the repository or the policy changed since, or recovered
 * @param tries how many retries preceded it without success; of a run that succeeded, how many runs in a row were made because there
 *     was no backup
 */
record LastRun(Instant at, RetryOutlook end, boolean changed, int tries) {}
