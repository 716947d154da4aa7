package io.slackwater.schedule;

import java.time.Instant;

/**
 * What a dataset's backup depends on, as it is at one moment.
 *
 * @param made what somebody decides: the policy, the container, the repository's key
 * @param state what comes and goes: whether the container runs and is healthy, whether the repository has trouble
 * @param started when the container was started; {@link Instant#EPOCH} when it is not known
 * @param good whether nothing of that keeps a backup from succeeding
 * @param reachable whether the container does not
 */
record Circumstances(String made, String state, Instant started, boolean good, boolean reachable) {}
