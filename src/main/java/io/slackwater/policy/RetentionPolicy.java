package io.slackwater.policy;

/**
 * How many daily, weekly, monthly and yearly snapshots are kept, with the meaning of restic's {@code forget --keep-*}.
 */
public record RetentionPolicy(String id, int daily, int weekly, int monthly, int yearly) {}
