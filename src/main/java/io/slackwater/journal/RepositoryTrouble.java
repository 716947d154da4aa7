package io.slackwater.journal;

/**
 * A problem of a repository.
 *
 * @param failure the name of the failure that restic or the repository reported
 * @param reason the problem in words
 */
public record RepositoryTrouble(RepositoryStore.Trouble trouble, String failure, String reason) {}
