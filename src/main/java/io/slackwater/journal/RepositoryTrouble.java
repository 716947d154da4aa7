package io.slackwater.journal;

/**
 * A problem of a repository.
 *
 * @param failure the enum of what restic or the repository said, by its name
 */
public record RepositoryTrouble(RepositoryStore.Trouble trouble, String failure, String reason) {}
