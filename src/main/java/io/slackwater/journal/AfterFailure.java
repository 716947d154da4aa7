package io.slackwater.journal;

/**
 * The circumstances of a dataset after its newest run failed.
 *
 * @param run the failed run
 * @param changed whether the circumstances have improved since
 * @param made the configured circumstances: the policy, the container, the repository's key
 * @param state the transient circumstances, as last seen
 */
public record AfterFailure(String run, boolean changed, String made, String state) {}
