package io.slackwater.journal;

import java.time.Instant;

/**
 * Damaged data were found among those of a dataset. Its snapshots share unchanged data, so every older snapshot may hold the damage.
 * The older snapshots are in doubt until all data of the repository were read and are good.
 *
 * @param found when; a snapshot that began later is read back whole before it is verified
 * @param reason where the damage was found
 */
public record InDoubt(String dataset, Instant found, String reason) {

    /** Whether the snapshot is younger than the damage. */
    public boolean clears(Verified snapshot) {
        return snapshot.time().isAfter(found);
    }
}
