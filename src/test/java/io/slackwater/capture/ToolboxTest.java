package io.slackwater.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolboxTest {

    @Test
    void theProgramsOfAnImageAreFound() {
        Tools tools = Toolbox.found("redis-cli\ntimeout -k 10\n");
        assertThat(tools.known()).isTrue();
        assertThat(tools.first("pg_dump", "redis-cli")).contains("redis-cli");
        assertThat(tools.bounded(Duration.ofSeconds(9), List.of("x"))).containsExactly("timeout", "-k", "10", "9", "x");
        assertThat(Toolbox.found("").first("pg_dump")).isEmpty();
    }

    @Test
    void theFirstProgramIsTriedInAnImageWithoutAShell() {
        assertThat(Toolbox.UNKNOWN.first("pg_dump", "redis-cli")).contains("pg_dump");
        assertThat(Toolbox.UNKNOWN.bounded(Duration.ofSeconds(9), List.of("x"))).containsExactly("x");
    }
}
