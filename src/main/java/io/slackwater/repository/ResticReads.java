package io.slackwater.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Parses {@code snapshots --json}, {@code ls --json} and {@code diff --json}. */
final class ResticReads {

    private static final ObjectReader NODES = new ObjectMapper().readerFor(JsonNode.class);

    private ResticReads() {}

    /** Oldest first; snapshots of the same moment are sorted by id. */
    static List<Snapshot> snapshots(InputStream json) throws IOException {
        List<Snapshot> snapshots = new ArrayList<>();
        try (MappingIterator<JsonNode> array = NODES.readValues(json)) {
            while (array.hasNext()) {
                snapshots.add(snapshot(array.next()));
            }
        }
        snapshots.sort(
                Comparator.comparing((Snapshot s) -> s.time().toInstant()).thenComparing(Snapshot::id));
        return snapshots;
    }

    private static Snapshot snapshot(JsonNode node) {
        String original = node.path("original").asText("");
        return new Snapshot(
                node.path("id").asText(),
                original.isEmpty() ? Optional.empty() : Optional.of(original),
                OffsetDateTime.parse(node.path("time").asText()),
                node.path("hostname").asText(),
                texts(node.path("paths")),
                texts(node.path("tags")),
                node.path("summary").path("total_bytes_processed").asLong(),
                node.path("tree").asText());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** The first line is the snapshot itself, then one node a line. */
    static void nodes(InputStream lines, Consumer<Node> nodes) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            JsonNode node = ResticLines.JSON.readTree(line);
            boolean isNode = node.path("struct_type").asText().equals("node")
                    || node.path("message_type").asText().equals("node");
            if (isNode) {
                nodes.accept(new Node(
                        node.path("path").asText(),
                        node.path("type").asText(),
                        node.path("size").asLong(),
                        nanos(node.path("mtime").asText())));
            }
        }
    }

    /** The new and changed paths of {@code diff --json}, without removed ones. */
    static void changes(InputStream lines, Consumer<String> paths) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            JsonNode change = ResticLines.JSON.readTree(line);
            if (change.path("message_type").asText().equals("change")
                    && !change.path("modifier").asText().equals("-")) {
                paths.accept(change.path("path").asText());
            }
        }
    }

    /** Nanoseconds since 1970. A long ends in the year 2262; later times become its last value. */
    private static long nanos(String time) {
        try {
            Instant instant = OffsetDateTime.parse(time).toInstant();
            long seconds = instant.getEpochSecond();
            if (Math.abs(seconds) > Long.MAX_VALUE / 1_000_000_000L - 1) {
                return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            return seconds * 1_000_000_000L + instant.getNano();
        } catch (DateTimeException e) {
            return 0;
        }
    }
}
