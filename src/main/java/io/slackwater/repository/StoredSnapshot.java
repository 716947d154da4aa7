package io.slackwater.repository;

/**
 * A snapshot that was stored.
 *
 * @param bytes the number of bytes that restic read
 * @param added the number of bytes by which the repository grew
 * @param changed the new and changed files; none for a dump
 */
public record StoredSnapshot(String id, long bytes, long added, ChangedFiles changed) {}
