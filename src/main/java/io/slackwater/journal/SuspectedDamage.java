package io.slackwater.journal;

import java.time.Instant;

/**
 * Damage among the data of a dataset. Its snapshots share unchanged data, so each older snapshot may be damaged too, until a check has
 * read all data of the repository.
 *
 * @param found when the damage was found; a snapshot that began later is read back completely before it is verified
 * @param reason where the damage was found
 */
public record SuspectedDamage(String dataset, Instant found, String reason) {

    /** Whether the snapshot's data were captured after the damage was found. */
    public boolean excludes(Verified snapshot) {
        return snapshot.time().isAfter(found);
    }
}
