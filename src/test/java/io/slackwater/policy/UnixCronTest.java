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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnixCronTest {

    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    /** The next times on the wall clock, with the offset where it matters. */
    private static List<String> next(String expression, ZoneId zone, String afterWithOffset, int count) {
        Instant time = java.time.OffsetDateTime.parse(afterWithOffset).toInstant();
        List<String> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            time = UnixCron.parse(expression).next(time, zone).orElseThrow();
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
    void anHourlyScheduleKeepsItsIntervalAcrossBothChanges() {
        assertThat(next("0 * * * *", ZURICH, "2026-10-25T01:30+02:00", 4))
                .containsExactly(
                        "2026-10-25T02:00+02:00",
                        "2026-10-25T02:00+01:00",
                        "2026-10-25T03:00+01:00",
                        "2026-10-25T04:00+01:00");
        assertThat(next("15,45 */1 * * *", ZURICH, "2026-10-25T02:45+02:00", 3))
                .containsExactly("2026-10-25T02:15+01:00", "2026-10-25T02:45+01:00", "2026-10-25T03:15+01:00");
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
        assertThatThrownBy(() -> UnixCron.parse(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("never fires: there is no such day");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; is empty",
                "'  '; is empty",
                "0 2 * *; has 4 fields, not 5",
                "0 2 * * * *; has 6 fields, not 5",
                "@daily; has 1 field, not 5",
                "nightly; has 1 field, not 5",
                "60 * * * *; has a wrong minute '60' (0-59;",
                "-1 * * * *; has a wrong minute '-1' (0-59;",
                "*/0 * * * *; has a wrong minute '*/0' (0-59;",
                "1,,2 * * * *; has a wrong minute '1,,2' (0-59;",
                "a * * * *; has a wrong minute 'a' (0-59;",
                "0 24 * * *; has a wrong hour '24' (0-23;",
                "0 22-2 * * *; has a wrong hour '22-2' (0-23; lists with ',', ranges from low to high",
                "0 0 0 * *; has a wrong day of month '0' (1-31;",
                "0 0 32 * *; has a wrong day of month '32' (1-31;",
                "0 0 L * *; has a wrong day of month 'L' (1-31;",
                "0 0 ? * 1; has a wrong day of month '?' (1-31;",
                "0 0 * 13 *; has a wrong month '13' (1-12 or jan-dec;",
                "0 0 * 0 *; has a wrong month '0' (1-12 or jan-dec;",
                "0 0 * * 8; has a wrong day of week '8' (0-7 or sun-sat, 0 and 7 are Sunday;",
                "0 0 * * 1#2; has a wrong day of week '1#2' (0-7",
                "0 0 * * caturday; has a wrong day of week 'caturday' (0-7"
            })
    void anInvalidExpressionIsRefusedWithItsFieldAndAllowedValues(String expression, String why) {
        assertThatThrownBy(() -> UnixCron.parse(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(why);
    }

    @Test
    void extraBlanksAreIgnoredAndTheTextIsKept() {
        assertThat(UnixCron.parse("  0   2 * *\t* ").expression()).isEqualTo("  0   2 * *\t* ");
        assertThat(next(" 0  2 * * * ", ZURICH, "2026-06-01T00:00+02:00", 1)).containsExactly("2026-06-01T02:00+02:00");
    }

    @Test
    void expressionsWithEqualTextAreEqual() {
        assertThat(UnixCron.parse("0 2 * * *"))
                .isEqualTo(UnixCron.parse("0 2 * * *"))
                .hasSameHashCodeAs(UnixCron.parse("0 2 * * *"))
                .isNotEqualTo(UnixCron.parse("1 2 * * *"))
                .hasToString("0 2 * * *");
    }

    @Test
    void aTimeInTheRepeatedHourIsNotMistakenForTheFirstPass() {
        Instant second = LocalDateTime.of(2026, 10, 25, 2, 0).toInstant(java.time.ZoneOffset.ofHours(1));
        assertThat(UnixCron.parse("30 2 25 10 *")
                        .next(second, ZURICH)
                        .orElseThrow()
                        .atZone(ZURICH)
                        .getYear())
                .isEqualTo(2027);
    }
}
