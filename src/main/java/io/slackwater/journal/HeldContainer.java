package io.slackwater.journal;

/**
 * A container that a restore stops, recorded before its restart policy is changed and before the stop. Immutable.
 *
 * @param restore the restore's id
 * @param position the place in the order of the stops, from 0
 * @param container the container's id
 * @param name for messages
 * @param policy the name of its former restart policy
 * @param retries the most restarts of that policy; 0 for any number
 */
public record HeldContainer(String restore, int position, String container, String name, String policy, int retries) {}
