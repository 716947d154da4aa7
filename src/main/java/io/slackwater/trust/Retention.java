package io.slackwater.trust;

import io.slackwater.policy.RetentionPolicy;
import io.slackwater.repository.Snapshot;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides which snapshots to keep, by the rules of {@code restic forget --keep-daily --keep-weekly --keep-monthly
 * --keep-yearly}. The source is {@code ApplyPolicy} in restic, documented in "Removing snapshots according to a
 * policy". Unlike restic, it uses the policy's time zone, not the offset stored in each snapshot. Immutable.
 *
 * <p>The last snapshot of each day, week, month and year is kept, up to the numbers of the policy. Periods without
 * snapshots do not count. Weeks are ISO weeks. While fewer periods exist than a number allows, the oldest snapshot is
 * kept too. Loss prevented: a young dataset would lose its oldest state. A policy without any number keeps everything.
 */
record Retention(RetentionPolicy policy, ZoneId zone) {

    /**
     * Returns the snapshots of one dataset that the policy does not keep.
     *
     * @param verified the verified snapshots only; loss prevented: an unverified snapshot would replace the day's
     *     verified one
     */
    List<Snapshot> expired(Collection<Snapshot> verified) {
        List<Tier> tiers = List.of(
                new Tier(policy.daily(), ZonedDateTime::toLocalDate),
                new Tier(policy.weekly(), Retention::week),
                new Tier(policy.monthly(), YearMonth::from),
                new Tier(policy.yearly(), ZonedDateTime::getYear));
        if (tiers.stream().allMatch(tier -> tier.left <= 0)) {
            return List.of();
        }
        List<Snapshot> newestFirst = verified.stream()
                .sorted(Comparator.comparing(
                                (Snapshot snapshot) -> snapshot.time().toInstant())
                        .thenComparing(Snapshot::id)
                        .reversed())
                .toList();
        List<Snapshot> expired = new ArrayList<>();
        for (Snapshot snapshot : newestFirst) {
            ZonedDateTime time = snapshot.time().atZoneSameInstant(zone);
            boolean kept = false;
            for (Tier tier : tiers) {
                kept |= tier.keeps(time, snapshot.equals(newestFirst.getLast()));
            }
            if (!kept) {
                expired.add(snapshot);
            }
        }
        return expired;
    }

    private static int week(ZonedDateTime time) {
        return time.get(IsoFields.WEEK_BASED_YEAR) * 100 + time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    }

    /** Counts the kept snapshots of one kind of period. It must get the snapshots newest first. */
    private static final class Tier {

        private final Function<ZonedDateTime, Object> period;
        private int left;
        private @Nullable Object last;

        Tier(int count, Function<ZonedDateTime, Object> period) {
            this.left = count;
            this.period = period;
        }

        boolean keeps(ZonedDateTime time, boolean oldest) {
            Object now = period.apply(time);
            if (left <= 0 || now.equals(last) && !oldest) {
                return false;
            }
            last = now;
            left--;
            return true;
        }
    }
}
