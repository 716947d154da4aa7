package io.slackwater.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointInTimeTest {

    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T12:00, 2026-11-20T11:00:00Z",
        "2026-07-20T12:00:30, 2026-07-20T10:00:30Z",
        "2026-11-20T12:00Z, 2026-11-20T12:00:00Z",
        "2026-11-20T12:00+03:00, 2026-11-20T09:00:00Z",
        // The hour that the clock skips in spring, and the hour that it repeats in autumn.
        "2026-03-29T02:30, 2026-03-29T01:30:00Z",
        "2026-10-25T02:30, 2026-10-25T00:30:00Z",
        // The journal cannot store such years.
        "0001-01-01T00:00, 1970-01-01T00:00:00Z",
        "9999-01-01T00:00Z, 2200-01-01T00:00:00Z"
    })
    void aTimeWithoutAnOffsetIsInTheZoneOfThePolicy(String text, Instant time) {
        assertThat(PointInTime.of("at", text, ZURICH)).isEqualTo(time);
    }
}
