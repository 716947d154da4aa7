package io.slackwater.journal;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Stores which verified snapshots users pinned. Retention keeps a pinned snapshot until it is unpinned, in addition to the
 * snapshots that the policy keeps.
 */
public record PinStore(Database database) {

    /** Returns the snapshots with a verdict whose id begins with these characters, also damaged ones. */
    public List<Verified> candidates(String beginning) {
        return database.list(
                Verified.class,
                "SELECT * FROM verdict WHERE substr(snapshot, 1, length(?1)) = ?1 ORDER BY time",
                beginning);
    }

    /** Pins a snapshot. A second call keeps the time of the first. */
    public void pin(Verified snapshot, Instant at) {
        database.update(
                "UPDATE verdict SET pinned = ? WHERE repository = ? AND snapshot = ? AND pinned IS NULL",
                at,
                snapshot.repository(),
                snapshot.snapshot());
    }

    /** Lets retention decide about the snapshot again. */
    public void unpin(Verified snapshot) {
        database.update(
                "UPDATE verdict SET pinned = NULL WHERE repository = ? AND snapshot = ?",
                snapshot.repository(),
                snapshot.snapshot());
    }

    /** Returns the ids of the pinned snapshots in the repository with this restic id. */
    public Set<String> in(String repository) {
        return Set.copyOf(database.list(
                String.class, "SELECT snapshot FROM verdict WHERE repository = ? AND pinned IS NOT NULL", repository));
    }
}
