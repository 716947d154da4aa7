package io.slackwater.journal;

import java.time.Instant;

/**
 * A dataset that may share damaged data. restic stores equal data of several snapshots once. All older snapshots of the
 * dataset may therefore be damaged until a check has read the whole repository.
 *
 * @param found when the damage was found; a later snapshot is read back completely before it counts as verified
 * @param reason where the damage was found
 */
public record SuspectedDamage(String dataset, Instant found, String reason) {

    /** Whether the snapshot cannot share the damage, because its data were captured after the damage was found. */
    public boolean excludes(Verified snapshot) {
        return snapshot.time().isAfter(found);
    }
}
