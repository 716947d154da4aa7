package io.slackwater.journal;

/**
 * A problem of a repository.
 *
 * @param failure the id of what restic or the repository said
 */
public record RepositoryTrouble(RepositoryStore.Trouble trouble, String failure, String reason) {}
