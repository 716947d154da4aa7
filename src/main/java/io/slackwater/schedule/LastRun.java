package io.slackwater.schedule;

import io.slackwater.journal.RetryOutlook;
import java.time.Instant;

/**
 * The newest run of a dataset, which has ended.
 *
 * @param at when the run ended
 * @param end whether a retry can succeed
 * @param changed whether container, repository or policy changed or recovered since
 * @param tries after a failure, the failed retries so far; after a success, the number of lost backups in a row
 */
record LastRun(Instant at, RetryOutlook end, boolean changed, int tries) {}
