package io.slackwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> KNOWN =
            List.of("schedule", "repository", "retention", "kinds", "verify", "enabled");

    @ParameterizedTest
    @CsvSource({
        "shcedule, schedule",
        "Schedule, schedule",
        "sched_ule, schedule",
        "scheduel, schedule",
        "retension, retention",
        "kind, kinds",
        "enable, enabled"
    })
    void aSimilarNameIsFound(String typed, String name) {
        assertThat(Nearest.to(typed, KNOWN)).contains(name);
    }

    @ParameterizedTest
    @CsvSource({"x", "cron", "backup", "''", "engine"})
    void aDissimilarNameIsNotSuggested(String typed) {
        assertThat(Nearest.to(typed, KNOWN)).isEmpty();
    }

    @Test
    void swappedLettersAreOneMistake() {
        assertThat(Nearest.distance("abcd", "acbd")).isEqualTo(1);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    }
}
