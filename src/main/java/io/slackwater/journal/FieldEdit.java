package io.slackwater.journal;

/**
 * One edited field of a plan or repository in Backrest.
 *
 * @param field Backrest's name for it: {@code schedule}, {@code backup_flags}
 * @param edited the edited value as JSON, secrets masked; empty for a field that was removed
 * @param restored the value that Slackwater wrote back, with the same masks
 */
public record FieldEdit(String field, String edited, String restored) {}
