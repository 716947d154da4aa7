package io.slackwater.journal;

/**
 * The circumstances of a dataset after its newest run failed.
 *
 * @param run the failed run
 * @param changed whether the circumstances have improved since
 * @param settings a digest of the circumstances that people configure
 * @param reachable whether the container allowed a backup, as last seen
 * @param stored whether the repository allowed a backup, as last seen
 */
public record AfterFailure(String run, boolean changed, String settings, boolean reachable, boolean stored) {}
