package io.slackwater.trust;

import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.slackwater.policy.Limits;
import java.util.List;
import java.util.Optional;

/**
 * Suspends retention for a dataset whose size dropped by more than the policy allows. Loss prevented: retention would
 * remove the only snapshots with the missing data.
 */
public record ShrinkGuard(VerdictStore verdicts, DatasetStore datasets) {

    /**
     * Compares the new size with that of the newest verified snapshot. Call it before the new snapshot is recorded as
     * verified.
     *
     * @param now the bytes of the new snapshot
     */
    public void verified(Limits limits, String dataset, long now) {
        List<Verified> newestFirst = verdicts.of(dataset);
        long before = newestFirst.isEmpty() ? 0 : newestFirst.getFirst().bytes();
        if (shrunk(before, now, limits.shrinkPercent())) {
            datasets.hold(
                    dataset,
                    Optional.of(
                            "its verified size dropped from %d to %d bytes, more than limits.shrinkPercent %d; its snapshots are kept until a user acknowledges the new size"
                                    .formatted(before, now, limits.shrinkPercent())));
        }
    }

    boolean held(String dataset) {
        return datasets.hold(dataset).isPresent();
    }

    static boolean shrunk(long before, long now, int percent) {
        return before > 0 && now < before && (before - now) * 100.0 / before > percent;
    }
}
