package io.slackwater.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PauseEventsTest {

    private static Optional<Duration> first(String... events) throws Exception {
        List<JsonNode> nodes = new ArrayList<>();
        for (String event : events) {
            String[] parts = event.split(" ");
            nodes.add(EngineHttp.MAPPER.readTree("{\"Action\":\"%s\",\"timeNano\":%s}".formatted(parts[0], parts[1])));
        }
        return PauseEvents.first(nodes.iterator());
    }

    @Test
    void theFirstPauseCountsUntilItsEnd() throws Exception {
        assertThat(first("pause 10", "unpause 25", "pause 30", "unpause 90")).contains(Duration.ofNanos(15));
        assertThat(first("unpause 5", "pause 10", "die 12", "unpause 25")).contains(Duration.ofNanos(2));
    }

    @Test
    void aPauseWithoutBeginOrEndIsUnknown() throws Exception {
        assertThat(first()).isEmpty();
        assertThat(first("unpause 25")).isEmpty();
        assertThat(first("pause 25", "exec_start 30")).isEmpty();
    }

    @Test
    void aRequestHasNanosecondsAndAnEnd() {
        String path = PauseEvents.path("abc", Instant.ofEpochSecond(7, 5), Instant.ofEpochSecond(8));
        assertThat(path).startsWith("/events?since=7.000000005&until=8.000000000&filters=");
        assertThat(java.net.URLDecoder.decode(path, StandardCharsets.UTF_8))
                .contains("\"container\":[\"abc\"]")
                .contains("\"unpause\"");
    }
}
