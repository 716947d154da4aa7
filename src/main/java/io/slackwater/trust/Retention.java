package io.slackwater.trust;

import io.slackwater.policy.RetentionPolicy;
import io.slackwater.repository.Snapshot;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Decides which snapshots to keep, by the rules of {@code restic forget --keep-daily --keep-weekly --keep-monthly --keep-yearly}.
 * The source is {@code ApplyPolicy} in restic, documented in "Removing snapshots according to a policy". Unlike restic, it uses
 * the policy's time zone, not the offset stored in each snapshot. Immutable and safe for use by several threads.
 *
 * <p>Of each period, the last snapshot is kept. Periods without snapshots do not count. Weeks are ISO weeks. While a tier is not
 * full, the oldest snapshot is kept for it. A policy without any number keeps everything.
 */
final class Retention {

    private final RetentionPolicy policy;
    private final ZoneId zone;

    public Retention(RetentionPolicy policy, ZoneId zone) {
        this.policy = policy;
        this.zone = zone;
    }

    /**
     * The decision about a dataset's snapshots.
     *
     * @param keep the reasons for each kept snapshot, by its current id, newest first: restic's reasons, {@code pinned} and {@code newest}
     * @param forget current ids, oldest first
     */
    public record Decision(Map<String, List<String>> keep, List<String> forget) {

        public Decision {
            keep = Collections.unmodifiableMap(new LinkedHashMap<>(keep));
            forget = List.copyOf(forget);
        }
    }

    /**
     * Decides about one dataset's verified snapshots. Loss prevented: an unverified snapshot would push the day's verified one out.
     *
     * @param pinned stable ids that are kept regardless of the tiers: the user's pins, the newest proven snapshot
     */
    public Decision apply(Collection<Snapshot> verified, Set<String> pinned) {
        List<Snapshot> newestFirst = new ArrayList<>(verified);
        newestFirst.sort(Comparator.comparing((Snapshot s) -> s.time().toInstant())
                .thenComparing(Snapshot::id)
                .reversed());
        List<Tier> tiers = List.of(
                new Tier("daily snapshot", policy.daily(), Retention::day),
                new Tier("weekly snapshot", policy.weekly(), Retention::week),
                new Tier("monthly snapshot", policy.monthly(), time -> time.getYear() * 100 + time.getMonthValue()),
                new Tier("yearly snapshot", policy.yearly(), ZonedDateTime::getYear));
        boolean keepAll = tiers.stream().allMatch(tier -> tier.left == 0);

        Map<String, List<String>> keep = new LinkedHashMap<>();
        List<String> forget = new ArrayList<>();
        for (int i = 0; i < newestFirst.size(); i++) {
            Snapshot snapshot = newestFirst.get(i);
            List<String> reasons = new ArrayList<>();
            if (pinned.contains(snapshot.stableId()) || pinned.contains(snapshot.id())) {
                reasons.add("pinned");
            }
            if (i == 0) {
                reasons.add("newest");
            }
            if (keepAll) {
                reasons.add("no tiers");
            }
            ZonedDateTime time = snapshot.time().atZoneSameInstant(zone);
            for (Tier tier : tiers) {
                tier.visit(time, i == newestFirst.size() - 1, reasons);
            }
            if (reasons.isEmpty()) {
                forget.add(snapshot.id());
            } else {
                keep.put(snapshot.id(), List.copyOf(reasons));
            }
        }
        return new Decision(keep, forget.reversed());
    }

    private static int day(ZonedDateTime time) {
        return time.getYear() * 10_000 + time.getMonthValue() * 100 + time.getDayOfMonth();
    }

    private static int week(ZonedDateTime time) {
        return time.get(IsoFields.WEEK_BASED_YEAR) * 100 + time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    }

    /** One tier, which sees the snapshots newest first. */
    private static final class Tier {

        private final String name;
        private final ToIntFunction<ZonedDateTime> period;
        private int left;
        private int last = -1;

        Tier(String name, int count, ToIntFunction<ZonedDateTime> period) {
            this.name = name;
            this.left = count;
            this.period = period;
        }

        void visit(ZonedDateTime time, boolean oldest, List<String> reasons) {
            if (left <= 0) {
                return;
            }
            int now = period.applyAsInt(time);
            if (now != last) {
                reasons.add(name);
            } else if (oldest) {
                reasons.add("oldest " + name);
            } else {
                return;
            }
            last = now;
            left--;
        }
    }
}
