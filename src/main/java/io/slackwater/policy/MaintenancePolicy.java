package io.slackwater.policy;

/**
 * When repositories are pruned and checked.
 *
 * @param readDataSubset the part of the data to read, as in restic's {@code check --read-data-subset}, for example
 *      {@code 5%}
 */
public record MaintenancePolicy(CronSchedule prune, CronSchedule check, String readDataSubset) {}
