package io.slackwater.schedule;

import java.time.Instant;

/**
 * The circumstances of a dataset's backup at one moment.
 *
 * @param made the configured circumstances: the policy, the container, the repository's key
 * @param state the transient circumstances: whether the container runs and is healthy, whether the repository has trouble
 * @param started when the container was started; {@link Instant#EPOCH} when it is not known
 * @param good whether the circumstances allow a backup
 * @param reachable whether the container allows a backup
 */
record Circumstances(String made, String state, Instant started, boolean good, boolean reachable) {}
