package io.slackwater.journal;

/**
 * A field of a plan or repository in Backrest that a user edited and Slackwater reset.
 *
 * @param field Backrest's name of the field, such as {@code schedule} or {@code backup_flags}
 * @param edited the user's value as JSON, with secrets masked; empty for a removed field
 * @param restored the value that Slackwater wrote back, with secrets masked
 */
public record FieldEdit(String field, String edited, String restored) {}
