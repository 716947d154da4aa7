package io.slackwater.policy;

/** When automatic test restores (drills) run. */
public record DrillPolicy(CronSchedule schedule) {}
