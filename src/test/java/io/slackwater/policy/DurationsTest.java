package io.slackwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "30s, PT30S",
        "5m, PT5M",
        "1h30m, PT1H30M",
        "24h, PT24H",
        "7d, PT168H",
        "1d1h1m1s, PT25H1M1S",
        "0s, PT0S"
    })
    void aDurationHasAUnit(String text, Duration duration) {
        assertThat(Durations.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-5s", "5 m", "5M", "1m1h", "1.5h", "PT5M", "1w", "9999999s"})
    void otherTextIsNoDuration(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }
}
