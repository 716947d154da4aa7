package io.slackwater.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.policy.CronSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {

    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    private static Instant zurich(String local) {
        return LocalDateTime.parse(local).atZone(ZURICH).toInstant();
    }

    // The 1st of June 2026 is a Monday.
    @ParameterizedTest(name = "{0}: a snapshot of {1} is stale after {2}")
    @CsvSource({
        // daily: due at the next 02:00, six hours of tolerance
        "0 2 * * *,   2026-06-01T02:03, 2026-06-02T08:00",
        "0 2 * * *,   2026-06-01T01:59, 2026-06-01T08:00",
        "0 2 * * *,   2026-06-01T15:00, 2026-06-02T08:00",
        // hourly and more often: an hour
        "0 * * * *,   2026-06-01T02:00, 2026-06-01T04:00",
        "*/5 * * * *, 2026-06-01T02:01, 2026-06-01T03:05",
        // weekly: 42 hours
        "0 3 * * 0,   2026-06-07T03:10, 2026-06-15T21:00",
        // monthly and yearly: two days at most
        "0 3 1 * *,   2026-06-01T03:10, 2026-07-03T03:00",
        "0 3 1 1 *,   2026-01-01T03:10, 2027-01-03T03:00",
        // weekdays only: Friday's lasts over the weekend
        "0 2 * * 1-5, 2026-06-05T02:03, 2026-06-08T08:00",
        // the clock goes forward on the 29th of March and back on the 25th of October
        "0 4 * * *,   2026-03-28T04:03, 2026-03-29T10:00",
        "0 4 * * *,   2026-10-24T04:03, 2026-10-25T10:00",
    })
    void aSnapshotIsOverdueAfterTheNextScheduleTimeAndATolerance(String expression, String snapshot, String staleAt) {
        CronSchedule cron = new CronSchedule(expression);
        Instant limit = zurich(staleAt);
        Instant taken = zurich(snapshot);
        assertThat(Freshness.of(cron, ZURICH, taken, taken, taken).staleAt()).contains(limit);
        assertThat(Freshness.of(cron, ZURICH, taken, taken, limit).stale()).isFalse();
        assertThat(Freshness.of(cron, ZURICH, taken, taken, limit.plusSeconds(1))
                        .stale())
                .isTrue();
    }

    @ParameterizedTest(name = "{0}: data of {1}, verified at {2}, are stale after {3}")
    @CsvSource({
        // a catch-up of hours: its data are as old as they are, whenever the verdict came
        "0 2 * * *,  2026-06-01T15:00, 2026-06-01T23:00, 2026-06-02T08:00",
        // begun by hand just before its time and done before it: the run of that time is still to come
        "0 2 * * *,  2026-06-01T01:50, 2026-06-01T01:59, 2026-06-01T08:00",
        // at work when its time came: nothing else was started then, and it is not late
        "0 2 * * *,  2026-06-01T01:59, 2026-06-01T05:00, 2026-06-02T08:00",
        "0 2 * * *,  2026-06-01T01:59, 2026-06-01T02:00, 2026-06-02T08:00",
        "0 3 * * 0,  2026-06-06T23:00, 2026-06-07T04:00, 2026-06-15T21:00",
        // longer than its interval: the next one begins at the first time after its end
        "0 2 * * *,  2026-06-01T02:00, 2026-06-02T08:00, 2026-06-03T08:00",
        // much longer: data of three hours ago are no hourly backup, although the verdict is of now
        "0 * * * *,  2026-06-01T02:30, 2026-06-01T05:45, 2026-06-01T05:00",
    })
    void aSnapshotIsAsOldAsItsDataAndItsRunSatisfiesOnePassingScheduleTime(
            String expression, String data, String ended, String staleAt) {
        CronSchedule cron = new CronSchedule(expression);
        Instant limit = zurich(staleAt);
        Instant over = zurich(ended);
        assertThat(Freshness.of(cron, ZURICH, zurich(data), over, limit))
                .satisfies(fresh -> assertThat(fresh.staleAt()).contains(limit))
                .satisfies(fresh -> assertThat(fresh.stale()).isFalse());
        assertThat(Freshness.of(cron, ZURICH, zurich(data), over, limit.plusSeconds(1))
                        .stale())
                .isTrue();
    }

    @Property(tries = 300)
    void aDatasetBackedUpAtEveryScheduleTimeIsNeverOverdue(
            @ForAll @IntRange(min = 0, max = 23) int hour,
            @ForAll @IntRange(min = 0, max = 365 * 24) int start,
            @ForAll @IntRange(min = 0, max = 59) int runMinutes) {
        CronSchedule cron = new CronSchedule("0 " + hour + " * * *");
        Instant at =
                LocalDateTime.of(2026, 1, 1, 0, 0).toInstant(ZoneOffset.UTC).plus(Duration.ofHours(start));
        Instant fire = cron.next(at, ZURICH).orElseThrow();
        Instant next = cron.next(fire, ZURICH).orElseThrow();
        Instant nextDone = next.plus(Duration.ofMinutes(runMinutes));
        assertThat(Freshness.of(cron, ZURICH, fire, fire, nextDone).stale()).isFalse();
        Instant missed = next.plus(Duration.ofHours(8));
        assertThat(Freshness.of(cron, ZURICH, fire, fire, missed).stale()).isTrue();
    }

    @Test
    void theIntervalIsTheTimeBetweenTheNextTwoScheduleTimes() {
        Instant friday = zurich("2026-06-05T12:00");
        assertThat(Freshness.interval(new CronSchedule("0 2 * * *"), ZURICH, friday))
                .contains(Duration.ofDays(1));
        assertThat(Freshness.interval(new CronSchedule("0 3 * * 0"), ZURICH, friday))
                .contains(Duration.ofDays(7));
    }

    @Test
    void aSnapshotAMinuteAheadIsNotFromTheFuture() {
        Instant now = zurich("2026-06-05T12:00");
        assertThat(Freshness.fromTheFuture(now.plusSeconds(60), now)).isFalse();
        assertThat(Freshness.fromTheFuture(now.plusSeconds(3600), now)).isTrue();
    }
}
