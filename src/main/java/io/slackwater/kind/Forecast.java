package io.slackwater.kind;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the replacement of live data will do. Immutable.
 *
 * @param overwrites the live data, in words: {@code database app of workload shop-db, 12 MB}
 * @param identity identifies the live data; a confirmation counts only while it stays the same. Empty when there are none
 * @param stops the names of the containers that stop during the exchange
 * @param bytes how many bytes are needed on the disk of the live data: both versions exist for a while
 * @param free free bytes on that disk; empty when unknown
 * @param outage how long the data cannot be used, at most
 * @param notes what a user should know before
 * @param refusals why the replacement is impossible, each with its remedy; empty when it is possible
 */
public record Forecast(
        String overwrites,
        String identity,
        List<String> stops,
        long bytes,
        Optional<Long> free,
        Duration outage,
        List<String> notes,
        List<String> refusals) {

    public Forecast {
        stops = List.copyOf(stops);
        notes = List.copyOf(notes);
        refusals = List.copyOf(refusals);
    }
}
