package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ResticEnvironmentTest {

    @Test
    void settingsForSpeedAreSetUnlessTheUserSetsThem() {
        assertThat(ResticEnvironment.shared(Map.of("AWS_REGION", "here", "GOGC", "50")))
                .containsOnly(
                        Map.entry("AWS_REGION", "here"),
                        Map.entry("GOGC", "50"),
                        Map.entry("GODEBUG", "madvdontneed=0"));
        assertThat(ResticEnvironment.shared(Map.of())).containsEntry("GOGC", "150");
    }
}
