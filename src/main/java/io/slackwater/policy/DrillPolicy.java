package io.slackwater.policy;

/** When restore drills run. */
public record DrillPolicy(CronSchedule schedule) {}
