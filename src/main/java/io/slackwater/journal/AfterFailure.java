package io.slackwater.journal;

/**
 * What Slackwater saw after the newest run of a dataset failed. A difference to this record makes it retry the run
 * early.
 *
 * @param run the id of the failed run
 * @param changed whether something changed since, so that a retry may succeed
 * @param settings a digest of what people configure: the policy, the container, the repository's key
 * @param reachable whether the container allowed a backup, as last seen
 * @param stored whether the repository allowed a backup, as last seen
 */
public record AfterFailure(String run, boolean changed, String settings, boolean reachable, boolean stored) {}
