package io.slackwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {

    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    /** The next times on the wall clock, with the offset where it matters. */
    private static List<String> next(String expression, ZoneId zone, String afterWithOffset, int count) {
        Instant time = java.time.OffsetDateTime.parse(afterWithOffset).toInstant();
        List<String> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            time = new CronSchedule(expression).next(time, zone).orElseThrow();
            times.add(time.atZone(zone).toOffsetDateTime().toString());
        }
        return times;
    }

    @Test
    void aTimeInTheSpringGapFiresRightAfterTheGap() {
        assertThat(next("30 2 * * *", ZURICH, "2026-03-28T00:00+01:00", 3))
                .containsExactly("2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
    }

    @Test
    void severalTimesInTheGapFireOnce() {
        assertThat(next("*/20 2 * * *", ZURICH, "2026-03-29T01:59+01:00", 2))
                .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00");
        assertThat(next("30 2,3 * * *", ZURICH, "2026-03-29T01:59+01:00", 3))
                .containsExactly("2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00");
    }

    @Test
    void aTimeInTheRepeatedAutumnHourFiresOnce() {
        assertThat(next("30 2 * * *", ZURICH, "2026-10-25T00:00+02:00", 2))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
        assertThat(next("30 2 * * *", ZURICH, "2026-10-25T02:10+01:00", 1)).containsExactly("2026-10-26T02:30+01:00");
    }

    @Test
    void anHourlyScheduleFiresOnceInARepeatedHour() {
        assertThat(next("0 * * * *", ZURICH, "2026-10-25T01:30+02:00", 2))
                .containsExactly("2026-10-25T02:00+02:00", "2026-10-25T03:00+01:00");
        assertThat(next("0 * * * *", ZURICH, "2026-03-29T00:30+01:00", 3))
                .containsExactly("2026-03-29T01:00+01:00", "2026-03-29T03:00+02:00", "2026-03-29T04:00+02:00");
    }

    @Test
    void aDayThatATimeZoneSkipsFiresAtItsEnd() {
        assertThat(next("0 3 * * *", ZoneId.of("Pacific/Apia"), "2011-12-29T02:00-10:00", 3))
                .containsExactly("2011-12-29T03:00-10:00", "2011-12-31T00:00+14:00", "2011-12-31T03:00+14:00");
    }

    @Test
    void aChangeOfHalfAnHourFollowsTheSameRule() {
        ZoneId island = ZoneId.of("Australia/Lord_Howe");
        assertThat(next("15 2 * * *", island, "2026-10-03T12:00+10:30", 2))
                .containsExactly("2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00");
        assertThat(next("45 1 * * *", island, "2026-04-05T00:00+11:00", 2))
                .containsExactly("2026-04-05T01:45+11:00", "2026-04-06T01:45+10:30");
    }

    @Test
    void theNextTimeIsStrictlyLater() {
        assertThat(next("0 2 * * *", ZURICH, "2026-06-01T02:00+02:00", 1)).containsExactly("2026-06-02T02:00+02:00");
        assertThat(next("0 2 * * *", ZURICH, "2026-06-01T01:59:59.999+02:00", 1))
                .containsExactly("2026-06-01T02:00+02:00");
        assertThat(next("0 2 * * *", ZURICH, "2026-06-01T02:00:00.001+02:00", 1))
                .containsExactly("2026-06-02T02:00+02:00");
        assertThat(next("30 2 * * *", ZURICH, "2026-03-29T03:00+02:00", 1)).containsExactly("2026-03-30T02:30+02:00");
    }

    @Test
    void weekdaysZeroAndSevenAreSunday() {
        assertThat(next("0 0 * * 0", ZURICH, "2026-06-01T00:00+02:00", 5))
                .isEqualTo(next("0 0 * * 7", ZURICH, "2026-06-01T00:00+02:00", 5))
                .isEqualTo(next("0 0 * * sun", ZURICH, "2026-06-01T00:00+02:00", 5))
                .startsWith("2026-06-07T00:00+02:00");
        assertThat(next("0 0 * * 5-7", ZURICH, "2026-06-01T00:00+02:00", 3))
                .containsExactly("2026-06-05T00:00+02:00", "2026-06-06T00:00+02:00", "2026-06-07T00:00+02:00");
    }

    @Test
    void dayOfMonthOrDayOfWeekMatchesWhenBothAreGiven() {
        assertThat(next("0 0 15 * 1", ZURICH, "2026-06-08T12:00+02:00", 3))
                .containsExactly("2026-06-15T00:00+02:00", "2026-06-22T00:00+02:00", "2026-06-29T00:00+02:00");
        assertThat(next("0 0 31 2 1", ZURICH, "2026-06-08T12:00+02:00", 1)).containsExactly("2027-02-01T00:00+01:00");
    }

    @Test
    void dayOfMonthAndDayOfWeekMatchWhenOneBeginsWithAStar() {
        assertThat(next("0 0 */2 * 1", ZURICH, "2026-06-01T12:00+02:00", 2))
                .containsExactly("2026-06-15T00:00+02:00", "2026-06-29T00:00+02:00");
        assertThat(next("0 0 13 * */5", ZURICH, "2026-06-01T12:00+02:00", 2))
                .containsExactly("2026-09-13T00:00+02:00", "2026-11-13T00:00+01:00");
    }

    @Test
    void aLeapDayIsFoundAcrossACenturyWithoutLeapYear() {
        assertThat(next("0 0 29 2 *", ZoneId.of("UTC"), "2096-03-01T00:00Z", 1)).containsExactly("2104-02-29T00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 3 31 2 *", "0 3 30 2 *", "0 0 31 4,6,9,11 *", "0 0 30-31 feb *", "0 0 31 2 */2"})
    void aDayThatNeverComesIsRefused(String expression) {
        assertThatThrownBy(() -> new CronSchedule(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("never fires, because no such day exists");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "0 2 * *",
                "0 2 * * * *",
                "@daily",
                "nightly",
                "60 * * * *",
                "-1 * * * *",
                "*/0 * * * *",
                "1,,2 * * * *",
                "a * * * *",
                "0 24 * * *",
                "0 22-2 * * *",
                "0 0 0 * *",
                "0 0 32 * *",
                "0 0 L * *",
                "0 0 ? * 1",
                "0 0 * 13 *",
                "0 0 * 0 *",
                "0 0 * * 8",
                "0 0 * * 1#2",
                "0 0 * * caturday"
            })
    void anInvalidExpressionIsRefusedWithTheReason(String expression) {
        assertThatThrownBy(() -> new CronSchedule(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches("is not a cron expression \\(.{5,}\\)");
    }

    @Test
    void extraBlanksAreIgnoredAndTheTextIsKept() {
        assertThat(new CronSchedule("  0   2 * *\t* ")).hasToString("  0   2 * *\t* ");
        assertThat(next(" 0  2 * * * ", ZURICH, "2026-06-01T00:00+02:00", 1)).containsExactly("2026-06-01T02:00+02:00");
    }

    @Test
    void expressionsWithEqualTextAreEqual() {
        assertThat(new CronSchedule("0 2 * * *"))
                .isEqualTo(new CronSchedule("0 2 * * *"))
                .hasSameHashCodeAs(new CronSchedule("0 2 * * *"))
                .isNotEqualTo(new CronSchedule("1 2 * * *"))
                .hasToString("0 2 * * *");
    }

    @Test
    void aTimeInTheRepeatedHourIsNotMistakenForTheFirstPass() {
        Instant second = LocalDateTime.of(2026, 10, 25, 2, 0).toInstant(java.time.ZoneOffset.ofHours(1));
        assertThat(new CronSchedule("30 2 25 10 *")
                        .next(second, ZURICH)
                        .orElseThrow()
                        .atZone(ZURICH)
                        .getYear())
                .isEqualTo(2027);
    }
}
