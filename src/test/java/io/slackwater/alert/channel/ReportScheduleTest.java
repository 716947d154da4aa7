package io.slackwater.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.policy.CronSchedule;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ReportScheduleTest {

    private final ReportSchedule monday = new ReportSchedule(new CronSchedule("0 8 * * 1"), ZoneId.of("Europe/Zurich"));

    private static Instant at(String utc) {
        return Instant.parse(utc + ":00Z");
    }

    @Test
    void aReportIsDueAtTheTimeOfThePolicysZone() {
        assertThat(monday.due(at("2026-06-03T00:00"), at("2026-06-08T05:59"))).isEmpty();
        assertThat(monday.due(at("2026-06-03T00:00"), at("2026-06-08T06:00"))).isPresent();
    }

    @Test
    void aFirstReportTellsOfAWholeWeek() {
        assertThat(monday.due(at("2026-06-07T12:00"), at("2026-06-08T06:00"))).contains(at("2026-06-01T06:00"));
    }

    @Test
    void severalMissedReportsBecomeOne() {
        assertThat(monday.due(at("2026-05-04T06:00"), at("2026-06-09T10:00"))).contains(at("2026-05-04T06:00"));
    }
}
