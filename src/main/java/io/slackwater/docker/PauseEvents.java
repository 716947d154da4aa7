package io.slackwater.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Docker's events about the pause of one container, as a request for past events. */
final class PauseEvents {

    private static final Set<String> ENDS = Set.of("unpause", "die", "destroy");

    private PauseEvents() {}

    /** The path of the request. It ends at {@code until}, so that Docker does not wait for further events. */
    static String path(String id, Instant since, Instant until) {
        String filters = EngineHttp.MAPPER
                .valueToTree(Map.of(
                        "container",
                        Set.of(id),
                        "type",
                        Set.of("container"),
                        "event",
                        Set.of("pause", "unpause", "die", "destroy")))
                .toString();
        return "/events?since=" + time(since) + "&until=" + time(until) + "&filters=" + EngineHttp.segment(filters);
    }

    private static String time(Instant time) {
        return "%d.%09d".formatted(time.getEpochSecond(), time.getNano());
    }

    /** Returns how long the first pause lasted. Empty without a pause, or without its end. */
    static Optional<Duration> first(Iterator<JsonNode> events) {
        long begin = -1;
        while (events.hasNext()) {
            JsonNode event = events.next();
            String action = event.path("Action").asText();
            long at = event.path("timeNano").asLong();
            if (begin < 0 && action.equals("pause")) {
                begin = at;
            } else if (begin >= 0 && ENDS.contains(action)) {
                return Optional.of(Duration.ofNanos(at - begin));
            }
        }
        return Optional.empty();
    }
}
