package io.slackwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The rules of {@link CronSchedule#next} against a cron of a few lines that tries every minute. */
class CronSchedulePropertyTest {

    private static final long YEAR_2010 = 1262304000L;
    private static final long YEAR_2035 = 2051222400L;

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "Europe/Zurich",
                        "Australia/Lord_Howe",
                        "America/Sao_Paulo",
                        "Asia/Kathmandu",
                        "America/New_York",
                        "Pacific/Apia",
                        "Africa/Casablanca",
                        "Asia/Gaza",
                        "UTC")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<String> expressions() {
        return Combinators.combine(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 7))
                .as((a, b, c, d, e) -> String.join(" ", a, b, c, d, e));
    }

    private static Arbitrary<String> field(int low, int high) {
        Arbitrary<Integer> value = Arbitraries.integers().between(low, high);
        return Arbitraries.oneOf(
                Arbitraries.just("*"),
                Arbitraries.just("*"),
                value.map(String::valueOf),
                Combinators.combine(value, value).as((a, b) -> Math.min(a, b) + "-" + Math.max(a, b)),
                Combinators.combine(value, value).as((a, b) -> a + "," + b),
                Arbitraries.integers().between(1, high).map(step -> "*/" + step));
    }

    @Property(tries = 300)
    void theNextTimeIsStrictlyLaterAndAWholeMinute(
            @ForAll("expressions") String expression,
            @ForAll("zones") ZoneId zone,
            @ForAll @LongRange(min = YEAR_2010, max = YEAR_2035) long second) {
        Instant after = Instant.ofEpochSecond(second);
        Instant next = new CronSchedule(expression).next(after, zone).orElseThrow();
        assertThat(next).isAfter(after);
        assertThat(next.getEpochSecond() % 60).isZero();
    }

    @Property(tries = 300)
    void everyMomentBeforeTheNextTimeHasTheSameNextTime(
            @ForAll("expressions") String expression,
            @ForAll("zones") ZoneId zone,
            @ForAll @LongRange(min = YEAR_2010, max = YEAR_2035) long second,
            @ForAll @IntRange(max = 1000) int part) {
        CronSchedule cron = new CronSchedule(expression);
        Instant after = Instant.ofEpochSecond(second);
        Instant next = cron.next(after, zone).orElseThrow();
        Instant between = after.plus(
                Duration.between(after, next.minusNanos(1)).multipliedBy(part).dividedBy(1000));
        assertThat(cron.next(between, zone)).contains(next);
    }

    // Clocks change in the small hours: that is where a day could be missed.
    @Property(tries = 25)
    void aDailyScheduleRunsOncePerDayForTenYears(
            @ForAll @IntRange(max = 3) int hour, @ForAll @IntRange(max = 59) int minute, @ForAll("zones") ZoneId zone) {
        CronSchedule cron = new CronSchedule(minute + " " + hour + " * * *");
        LocalDate first = LocalDate.of(2010, 1, 1);
        LocalDate last = LocalDate.of(2019, 12, 31);
        // A set: Samoa left out the whole of 2011-12-30, and midnight of that day is midnight of the next one.
        Set<LocalDateTime> expected = new LinkedHashSet<>();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            LocalDateTime wanted = day.atTime(hour, minute);
            ZoneOffsetTransition change = zone.getRules().getTransition(wanted);
            expected.add(change != null && change.isGap() ? change.getDateTimeAfter() : wanted);
        }
        Instant time = first.atStartOfDay(zone).toInstant().minusNanos(1);
        for (LocalDateTime one : expected) {
            time = cron.next(time, zone).orElseThrow();
            assertThat(LocalDateTime.ofInstant(time, zone))
                    .as("%s in %s", cron, zone)
                    .isEqualTo(one);
        }
    }

    @Property(tries = 30)
    void scheduleTimesEqualThoseOfACronThatTriesEveryMinute(
            @ForAll("expressions") String expression,
            @ForAll("zones") ZoneId zone,
            @ForAll @IntRange(min = 2010, max = 2034) int year) {
        // The week around the zone's next change, where everything interesting is.
        Instant start = ZonedDateTime.of(year, 1, 1, 0, 0, 0, 0, zone).toInstant();
        ZoneOffsetTransition change = zone.getRules().nextTransition(start);
        Instant from = (change == null ? start : change.getInstant()).minus(Duration.ofDays(3));
        Instant to = from.plus(Duration.ofDays(7));

        Set<Instant> expected = new TreeSet<>();
        Naive naive = Naive.of(expression);
        for (LocalDateTime time = LocalDateTime.ofInstant(from, zone).minusDays(2);
                time.isBefore(LocalDateTime.ofInstant(to, zone).plusDays(2));
                time = time.plusMinutes(1)) {
            if (naive.matches(time)) {
                ZoneOffsetTransition here = zone.getRules().getTransition(time);
                expected.add(time.atZone(zone).toInstant());
                if (here != null && here.isGap()) {
                    expected.remove(time.atZone(zone).toInstant());
                    expected.add(here.getInstant());
                }
            }
        }
        expected.removeIf(time -> !time.isAfter(from) || time.isAfter(to));

        Set<Instant> found = new TreeSet<>();
        CronSchedule cron = new CronSchedule(expression);
        for (Instant time = cron.next(from, zone).orElseThrow();
                !time.isAfter(to);
                time = cron.next(time, zone).orElseThrow()) {
            found.add(time);
        }
        assertThat(found).as("%s in %s", expression, zone).isEqualTo(expected);
    }

    /** A simple cron for comparison: five sets of numbers. */
    private record Naive(
            Set<Integer> minutes,
            Set<Integer> hours,
            Set<Integer> days,
            Set<Integer> months,
            Set<Integer> weekdays,
            boolean either) {

        static Naive of(String expression) {
            String[] f = expression.split(" ");
            return new Naive(
                    set(f[0], 0, 59),
                    set(f[1], 0, 23),
                    set(f[2], 1, 31),
                    set(f[3], 1, 12),
                    set(f[4], 0, 7),
                    !f[2].startsWith("*") && !f[4].startsWith("*"));
        }

        static Set<Integer> set(String field, int low, int high) {
            Set<Integer> values = new TreeSet<>();
            for (int i = low; i <= high; i++) {
                boolean in = field.equals("*")
                        || (field.startsWith("*/") && (i - low) % Integer.parseInt(field.substring(2)) == 0)
                        || java.util.List.of(field.split(",")).contains(String.valueOf(i));
                if (field.matches("\\d+-\\d+")) {
                    String[] ends = field.split("-");
                    in = i >= Integer.parseInt(ends[0]) && i <= Integer.parseInt(ends[1]);
                }
                if (in) {
                    values.add(i);
                }
            }
            return values;
        }

        boolean matches(LocalDateTime time) {
            LocalTime clock = time.toLocalTime();
            int weekday = time.getDayOfWeek().getValue() % 7;
            boolean day = days.contains(time.getDayOfMonth());
            boolean week = weekdays.contains(weekday) || (weekday == 0 && weekdays.contains(7));
            return minutes.contains(clock.getMinute())
                    && hours.contains(clock.getHour())
                    && months.contains(time.getMonthValue())
                    && (either ? day || week : day && week);
        }
    }
}
