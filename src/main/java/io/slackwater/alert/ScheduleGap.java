package io.slackwater.alert;

import io.slackwater.policy.CronSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The longest time between two times of a schedule, such as a weekend. Looks at ten weeks, and at two times at least.
 * Without a zone, because the hour of a clock change is no fault of the schedule. Safe for use by several threads.
 */
final class ScheduleGap {

    private static final Duration LOOKED_AT = Duration.ofDays(70);

    /** Any fixed time works. This one is before a month of 31 days. */
    private static final Instant START = Instant.parse("2000-06-15T00:00:30Z");

    private final Map<CronSchedule, Duration> known = new ConcurrentHashMap<>();

    Duration longest(CronSchedule schedule) {
        return known.computeIfAbsent(schedule, ScheduleGap::compute);
    }

    private static Duration compute(CronSchedule schedule) {
        Instant from = schedule.next(START, ZoneOffset.UTC).orElse(START);
        Instant end = from.plus(LOOKED_AT);
        Duration longest = Duration.ZERO;
        while (from.isBefore(end)) {
            Instant next = schedule.next(from, ZoneOffset.UTC).orElse(end);
            Duration gap = Duration.between(from, next);
            longest = gap.compareTo(longest) > 0 ? gap : longest;
            from = next;
        }
        return longest;
    }
}
