package io.slackwater.health;

import io.slackwater.policy.CronSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Whether a snapshot is as recent as its schedule requires. Pure.
 *
 * <p>A snapshot is as old as its data, however long its run took. The next snapshot is due at the schedule's next time after that. A
 * run satisfies at most one schedule time that passes while it is running.
 *
 * <p>The snapshot is stale when the due time lies further back than a tolerance. The tolerance is a quarter of the interval after the
 * due time: at least an hour, because a run takes time, and at most two days. Weekends of a weekday schedule and clock changes are
 * therefore no gaps.
 *
 * @param staleAt empty for a schedule without further times
 * @param interval the time between the next two schedule times
 */
record Freshness(boolean stale, Optional<Instant> staleAt, Optional<Duration> interval) {

    private static final Duration AT_LEAST = Duration.ofHours(1);
    private static final Duration AT_MOST = Duration.ofDays(2);

    /** A snapshot that is younger than this may come from a clock that is a little ahead. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /**
     * @param data the time of the snapshot's data
     * @param ended when its run ended: no other run of the dataset starts before
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

    /** Whether the snapshot is from the future: the clock was or is wrong. */
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
