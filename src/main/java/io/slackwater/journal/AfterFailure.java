package io.slackwater.journal;

/**
 * The circumstances of a dataset after its newest run failed.
 *
 * @param run the failed run
 * @param changed whether the circumstances changed for the better since
 * @param made what somebody decides: the policy, the container, the repository's key
 * @param state what comes and goes, as it was last seen
 */
public record AfterFailure(String run, boolean changed, String made, String state) {}
