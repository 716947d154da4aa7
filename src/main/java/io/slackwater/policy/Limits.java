package io.slackwater.policy;

import java.time.Duration;

/**
 * Bounds that keep one bad workload or repository from harming the rest.
 *
 * @param concurrentRuns how many runs work at the same time
 * @param attempts how often a run is tried after transient failures
 * @param freezeMax the longest freeze of a workload without its own {@code slackwater.freeze.max}
 * @param idle a dump or a restic process without any progress for this long is ended
 * @param dump the longest time one dump may take
 * @param lockWait how long a dump waits for a lock in the database
 * @param unverifiedDays how many days a snapshot without a verdict is kept
 * @param shrinkPercent a verified size that drops by more than this raises an alarm and stops forgetting
 * @param queueLimit how long a backup may wait in Backrest's queue before it is made without Backrest
 * @param minFreeMiB a local repository or journal with less free disk is not written to
 */
public record Limits(
        int concurrentRuns,
        int attempts,
        Duration freezeMax,
        Duration idle,
        Duration dump,
        Duration lockWait,
        int unverifiedDays,
        int shrinkPercent,
        Duration queueLimit,
        int minFreeMiB) {}
