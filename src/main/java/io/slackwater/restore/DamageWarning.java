package io.slackwater.restore;

import io.slackwater.discovery.Sentence;
import io.slackwater.journal.SuspectedDamageStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;

/**
 * Warns when the snapshot to restore may be damaged. The restore is still allowed, because the snapshot may be the last
 * one.
 */
public record DamageWarning(SuspectedDamageStore suspected, VerdictStore verdicts) {

    /**
     * Returns the warning; empty for an intact snapshot. It names the nearest intact snapshot, or how to make a new
     * one.
     */
    Optional<String> of(Verified chosen) {
        return suspected
                .of(chosen)
                .map(damage -> ("Snapshot %s of %s may be damaged since %s: %s The restore"
                                + " continues, and fails at damaged data. %s")
                        .formatted(
                                chosen.shortId(),
                                time(chosen.time()),
                                time(damage.found()),
                                Sentence.ended(damage.reason()),
                                wayOut(chosen)));
    }

    private String wayOut(Verified chosen) {
        return verdicts.of(chosen.dataset()).stream()
                .filter(one -> suspected.of(one).isEmpty())
                .min(Comparator.comparing(
                        one -> Duration.between(one.time(), chosen.time()).abs()))
                .map(one -> "Snapshot %1$s of %2$s is not affected: --snapshot %1$s restores it."
                        .formatted(one.shortId(), time(one.time())))
                .orElseGet(() -> ("All snapshots of this dataset may be damaged. While its source is intact,"
                                + " scripts/backrest-management.sh backup %s --wait makes a new one, and reads it back completely.")
                        .formatted(chosen.dataset()));
    }

    private static Instant time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
