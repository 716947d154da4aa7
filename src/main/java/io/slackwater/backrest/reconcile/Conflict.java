package io.slackwater.backrest.reconcile;

/**
 * A problem in Backrest that Slackwater must not correct, or that prevents backups through Backrest. It raises an
 * alarm.
 *
 * @param subject what the problem concerns; stays the same while the problem lasts
 * @param what the problem, with values
 * @param remedy what a person should do
 */
public record Conflict(BackrestSubject subject, String what, String remedy) {}
