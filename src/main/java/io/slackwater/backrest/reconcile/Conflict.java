package io.slackwater.backrest.reconcile;

/**
 * A state of Backrest that Slackwater must not change, or that keeps Backrest from backups: an alarm.
 *
 * @param subject stable as long as it lasts
 * @param what what is wrong, with the values
 * @param remedy what to do
 */
public record Conflict(BackrestSubject subject, String what, String remedy) {}
