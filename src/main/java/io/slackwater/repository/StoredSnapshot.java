package io.slackwater.repository;

import java.util.List;

/**
 * A stored snapshot.
 *
 * @param bytes bytes that restic read
 * @param added bytes that the repository grew by
 * @param changed absolute paths of new and changed files, for trees only
 */
public record StoredSnapshot(String id, long bytes, long added, List<String> changed) {

    public StoredSnapshot {
        changed = List.copyOf(changed);
    }
}
