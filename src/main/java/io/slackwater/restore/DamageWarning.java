package io.slackwater.restore;

import io.slackwater.journal.DoubtStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;

/** The warning for a restore of a snapshot that may be damaged. The restore is allowed, because the snapshot may be the last. */
final class DamageWarning {

    private DamageWarning() {}

    /** Empty for a snapshot that is not in doubt. Names the nearest snapshot that is not in doubt, or how to make a new one. */
    static Optional<String> of(DoubtStore doubts, VerdictStore verdicts, Verified chosen) {
        return doubts.of(chosen)
                .map(doubt ->
                        ("Snapshot %s of %s is in doubt since %s, because it may share damaged data: %s. The restore"
                                        + " goes on, and fails at damaged data. %s")
                                .formatted(
                                        chosen.shortId(),
                                        time(chosen.time()),
                                        time(doubt.found()),
                                        endless(doubt.reason()),
                                        wayOut(doubts, verdicts, chosen)));
    }

    private static String wayOut(DoubtStore doubts, VerdictStore verdicts, Verified chosen) {
        return verdicts.of(chosen.dataset()).stream()
                .filter(one -> doubts.of(one).isEmpty())
                .min(Comparator.comparing(
                        one -> Duration.between(one.time(), chosen.time()).abs()))
                .map(one -> "Snapshot %1$s of %2$s is not in doubt: --snapshot %1$s restores it."
                        .formatted(one.shortId(), time(one.time())))
                .orElseGet(() -> ("All snapshots of this dataset are in doubt. While its source is well,"
                                + " scripts/backrest-management.sh backup %s --wait makes a new one, and reads it back completely.")
                        .formatted(chosen.dataset()));
    }

    private static Instant time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String endless(String words) {
        return words.endsWith(".") ? words.substring(0, words.length() - 1) : words;
    }
}
