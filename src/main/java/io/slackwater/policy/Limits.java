package io.slackwater.policy;

import java.time.Duration;

/**
 * Limits that keep one bad workload or repository from harming the others.
 *
 * @param concurrentRuns the number of backup runs at the same time
 * @param attempts the number of attempts of a run after transient failures
 * @param freezeTarget a pause that would take longer is shortened by a first pass while the container runs
 * @param freezeMax the longest pause of a container, unless its label {@code slackwater.freeze.max} sets another
 * @param idle after this time without progress, a dump or restic process is ended
 * @param dump the longest duration of one dump
 * @param lockWait how long a dump waits for a lock in the database
 * @param exec the longest duration of a command of {@code slackwater.exec.pre} or {@code slackwater.exec.post}
 * @param unverifiedDays how many days an unverified snapshot is kept
 * @param shrinkPercent a verified size that drops by more than this raises an alarm and suspends retention
 * @param queueLimit how long a backup may wait in Backrest's queue before Slackwater runs restic itself
 * @param minFreeMiB the free disk space below which Slackwater writes to neither a local repository nor the journal
 */
public record Limits(
        int concurrentRuns,
        int attempts,
        Duration freezeTarget,
        Duration freezeMax,
        Duration idle,
        Duration dump,
        Duration lockWait,
        Duration exec,
        int unverifiedDays,
        int shrinkPercent,
        Duration queueLimit,
        int minFreeMiB) {}
