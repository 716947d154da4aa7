package io.slackwater.health;

import io.slackwater.policy.CronSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Judges whether a dataset's newest snapshot is recent enough for its schedule. Pure.
 *
 * <p>The age of a snapshot counts from the capture of its data, however long the run took. The next snapshot is due at
 * the schedule's next time after that. If one scheduled time passes while the run is still going on, the run satisfies
 * it too.
 *
 * <p>The snapshot is stale when the next one has been due for longer than a tolerance. The tolerance is a quarter of
 * the interval that follows the due time. It is at least an hour, because a run takes time, and at most two days.
 * Weekends of a weekday schedule and clock changes therefore cause no alarm.
 *
 * @param staleAt when the snapshot becomes stale; empty for a schedule without further times
 * @param interval the time between the next two scheduled times
 */
record Freshness(boolean stale, Optional<Instant> staleAt, Optional<Duration> interval) {

    private static final Duration AT_LEAST = Duration.ofHours(1);
    private static final Duration AT_MOST = Duration.ofDays(2);

    /** A snapshot may be this far in the future, because clocks differ a little. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /**
     * Judges a snapshot.
     *
     * @param data when the snapshot's data were captured
     * @param ended when its run ended; no other run of the dataset could start before
     */
    static Freshness of(CronSchedule schedule, ZoneId zone, Instant data, Instant ended, Instant now) {
        Optional<Instant> fire = schedule.next(data, zone);
        Optional<Instant> due = fire.filter(time -> !time.isAfter(ended)).isPresent()
                ? fire.flatMap(time -> schedule.next(time, zone))
                : fire;
        Optional<Instant> staleAt = due.map(time -> time.plus(tolerance(between(schedule, zone, time))));
        boolean stale = staleAt.isPresent() && now.isAfter(staleAt.get());
        return new Freshness(stale, staleAt, interval(schedule, zone, now));
    }

    static Optional<Duration> interval(CronSchedule schedule, ZoneId zone, Instant now) {
        return schedule.next(now, zone).flatMap(next -> between(schedule, zone, next));
    }

    /** Whether the snapshot is from the future, which means that the clock is or was wrong. */
    static boolean fromTheFuture(Instant snapshot, Instant now) {
        return snapshot.isAfter(now.plus(CLOCK_SKEW));
    }

    private static Optional<Duration> between(CronSchedule schedule, ZoneId zone, Instant fire) {
        return schedule.next(fire, zone).map(after -> Duration.between(fire, after));
    }

    private static Duration tolerance(Optional<Duration> interval) {
        Duration quarter = interval.map(i -> i.dividedBy(4)).orElse(AT_MOST);
        if (quarter.compareTo(AT_LEAST) < 0) {
            return AT_LEAST;
        }
        return quarter.compareTo(AT_MOST) > 0 ? AT_MOST : quarter;
    }
}
