package io.slackwater.trust;

import io.slackwater.journal.Journal;
import io.slackwater.journal.Verified;
import io.slackwater.policy.Limits;
import java.util.List;
import java.util.Optional;

/**
 * Suspends retention for a dataset whose verified size dropped by more than the policy allows. Loss prevented: the old snapshots may be
 * the only ones with the missing data.
 */
public final class ShrinkGuard {

    private ShrinkGuard() {}

    /** Call it before the new snapshot has its verdict. */
    public static void verified(Journal journal, Limits limits, String dataset, long now) {
        List<Verified> newestFirst = journal.verdicts().of(dataset);
        long before = newestFirst.isEmpty() ? 0 : newestFirst.getFirst().bytes();
        if (shrunk(before, now, limits.shrinkPercent())) {
            journal.datasets()
                    .hold(
                            dataset,
                            Optional.of("its verified size dropped from " + before + " to " + now
                                    + " bytes, more than limits.shrinkPercent "
                                    + limits.shrinkPercent()
                                    + "; nothing of it is forgotten until it is acknowledged"));
        }
    }

    static boolean shrunk(long before, long now, int percent) {
        return before > 0 && now < before && (before - now) * 100.0 / before > percent;
    }
}
