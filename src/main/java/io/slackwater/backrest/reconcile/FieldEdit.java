package io.slackwater.backrest.reconcile;

/**
 * One field of a plan or repository that somebody edited in Backrest.
 *
 * @param field in Backrest's words: {@code schedule}, {@code backup_flags}
 * @param edited the edited value as JSON, secrets masked; empty for a field that was removed
 * @param restored the value that Slackwater wrote back, likewise
 */
public record FieldEdit(String field, String edited, String restored) {}
