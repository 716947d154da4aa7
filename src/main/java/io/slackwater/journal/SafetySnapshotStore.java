package io.slackwater.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Reads which snapshots are safety snapshots: a restore in place made them of the data that it replaced ({@link
 * Trigger#RESTORE}). They are outside all tiers of the retention. Loss prevented: a snapshot of damaged data would replace
 * the good snapshot of its day.
 */
public record SafetySnapshotStore(Database database) {

    /** How long a safety snapshot is kept. */
    public static final Duration KEPT = Duration.ofDays(7);

    private static final String SAFETY =
            "SELECT verdict.snapshot FROM verdict JOIN run ON run.id = verdict.run WHERE run.\"trigger\" = 'restore' AND verdict.";

    /** Returns the ids of the safety snapshots of a dataset. */
    public Set<String> of(String dataset) {
        return Set.copyOf(database.list(String.class, SAFETY + "dataset = ?", dataset));
    }

    /** Returns the ids of the safety snapshots in the repository with this restic id. */
    public Set<String> in(String repository) {
        return Set.copyOf(database.list(String.class, SAFETY + "repository = ?", repository));
    }

    /** Returns the ids of the safety snapshots in this repository that are kept no longer. */
    public Set<String> expired(String repository, Instant now) {
        return Set.copyOf(database.list(
                String.class, SAFETY + "repository = ? AND verdict.time <= ?", repository, now.minus(KEPT)));
    }
}
