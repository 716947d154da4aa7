package io.slackwater.repository;

import java.util.List;

/**
 * A snapshot that was stored.
 *
 * @param bytes the number of bytes that restic read
 * @param added the number of bytes by which the repository grew
 * @param changed absolute paths of new and changed files; empty for a dump
 */
public record StoredSnapshot(String id, long bytes, long added, List<String> changed) {

    public StoredSnapshot {
        changed = List.copyOf(changed);
    }
}
