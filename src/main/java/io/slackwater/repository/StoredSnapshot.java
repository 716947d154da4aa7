package io.slackwater.repository;

import java.util.List;

/**
 * What restic stored.
 *
 * @param bytes bytes that restic read
 * @param added bytes that the repository grew by
 * @param changed absolute paths of files that are new or changed against the parent, trees only
 */
public record StoredSnapshot(String id, long bytes, long added, List<String> changed) {

    public StoredSnapshot {
        changed = List.copyOf(changed);
    }
}
