package io.slackwater.repository;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.commons.io.function.IOConsumer;

/**
 * Parses restic's output with {@code --json}: single lines, and the whole output of {@code restic snapshots}, {@code ls}
 * and {@code diff}. Stateless. Safe for use by several threads.
 */
public final class ResticLines {

    public static final ObjectReader JSON = new ObjectMapper().reader();
    private static final ObjectReader NODES = JSON.forType(JsonNode.class);

    /** Escape sequences of a terminal. restic 0.18 writes them before some messages, even without a terminal. */
    private static final Pattern TERMINAL = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");

    /** How restic 0.18 writes the begin of a line about an unchanged file. Other lines are parsed. */
    private static final String UNCHANGED = "{\"message_type\":\"verbose_status\",\"action\":\"unchanged\",";

    private ResticLines() {}

    /**
     * Whether a line says that a file is unchanged, without parsing it. {@code restic backup -vv} writes one for each
     * unchanged file while the container is paused.
     */
    static boolean isUnchanged(String line) {
        return line.startsWith(UNCHANGED);
    }

    static ResticEvent parse(String line) {
        if (!line.startsWith("{")) {
            return text(line);
        }
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return text(line);
        }
        return switch (node.path("message_type").asText()) {
            case "status" ->
                new ResticEvent.Status(
                        node.path("bytes_done").asLong()
                                + node.path("bytes_restored").asLong(),
                        node.path("files_done").asLong()
                                + node.path("files_restored").asLong());
            case "verbose_status" ->
                new ResticEvent.VerboseStatus(
                        node.path("action").asText(), node.path("item").asText());
            case "summary" -> summary(node);
            case "error" -> itemError(node);
            case "exit_error" ->
                new ResticEvent.ExitError(node.path("message").asText().strip());
            default -> text(line);
        };
    }

    private static ResticEvent summary(JsonNode node) {
        String id = node.path("snapshot_id").asText("");
        boolean real = !id.isEmpty() && !node.path("dry_run").asBoolean();
        return new ResticEvent.Summary(
                real ? Optional.of(id) : Optional.empty(),
                node.path("total_bytes_processed").asLong(),
                node.path("data_added").asLong());
    }

    /** Parses an error. A backup writes {@code "error":{"message":…}}, a check {@code "message":…}. */
    private static ResticEvent itemError(JsonNode node) {
        String message =
                node.path("error").path("message").asText(node.path("message").asText());
        return new ResticEvent.ItemError(
                node.path("item").asText(""), node.path("during").asText(""), message.strip());
    }

    private static ResticEvent text(String line) {
        return new ResticEvent.Text(TERMINAL.matcher(line).replaceAll("").strip());
    }

    /** Reads the elements of one JSON array, or one JSON value from each line. */
    private static void each(InputStream json, IOConsumer<JsonNode> values) throws IOException {
        try (MappingIterator<JsonNode> all = NODES.readValues(json)) {
            while (all.hasNextValue()) {
                values.accept(all.nextValue());
            }
        }
    }

    /** The snapshots, oldest first. Snapshots with the same time are sorted by id. */
    static List<Snapshot> snapshots(InputStream json) throws IOException {
        List<Snapshot> snapshots = new ArrayList<>();
        each(json, node -> snapshots.add(snapshot(node)));
        snapshots.sort(
                Comparator.comparing((Snapshot s) -> s.time().toInstant()).thenComparing(Snapshot::id));
        return snapshots;
    }

    /** Reads the exclude patterns of the listed snapshots. */
    static void excludes(InputStream json, Consumer<String> excludes) throws IOException {
        each(json, node -> node.path("excludes").forEach(pattern -> excludes.accept(pattern.asText())));
    }

    private static Snapshot snapshot(JsonNode node) {
        return new Snapshot(
                node.path("id").asText(),
                Optional.of(node.path("original").asText()).filter(id -> !id.isEmpty()),
                OffsetDateTime.parse(node.path("time").asText()),
                node.path("hostname").asText(),
                node.path("paths").valueStream().map(JsonNode::asText).toList(),
                node.path("tags").valueStream().map(JsonNode::asText).toList(),
                node.path("summary").path("total_bytes_processed").asLong(),
                node.path("tree").asText());
    }

    /** Reads the entries of a snapshot, and the id of its parent from the line that describes the snapshot itself. */
    static void nodes(InputStream lines, IOConsumer<TreeEntry> nodes, Consumer<String> parent) throws IOException {
        each(lines, node -> {
            if (isNode(node)) {
                nodes.accept(new TreeEntry(
                        node.path("path").asText(),
                        node.path("type").asText(),
                        node.path("size").asLong(),
                        nanos(node.path("mtime").asText())));
            } else if (node.has("parent")) {
                parent.accept(node.path("parent").asText());
            }
        });
    }

    /** Reads the entries that {@code restic ls} lists, for people. */
    static void files(InputStream lines, IOConsumer<SnapshotFile> files) throws IOException {
        each(lines, node -> {
            if (isNode(node)) {
                files.accept(file(node));
            }
        });
    }

    /**
     * Reads the result of {@code restic find}. Its memory depends on {@code most}, not on the number of matches.
     *
     * @param most how many entries of one snapshot are passed
     */
    static void found(
            InputStream json,
            Predicate<SnapshotFile> wanted,
            int most,
            BiConsumer<String, List<SnapshotFile>> snapshots)
            throws IOException {
        try (JsonParser parser = NODES.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                List<SnapshotFile> files = new ArrayList<>();
                String snapshot = "";
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String field = parser.currentName();
                    parser.nextToken();
                    switch (field) {
                        case "snapshot" -> snapshot = parser.getText();
                        case "matches" -> matches(parser, wanted, most, files);
                        default -> parser.skipChildren();
                    }
                }
                if (!files.isEmpty()) {
                    snapshots.accept(snapshot, files);
                }
            }
        }
    }

    private static void matches(JsonParser parser, Predicate<SnapshotFile> wanted, int most, List<SnapshotFile> files)
            throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            JsonNode node = parser.readValueAsTree();
            SnapshotFile file = file(node);
            if (files.size() < most && wanted.test(file)) {
                files.add(file);
            }
        }
    }

    private static SnapshotFile file(JsonNode node) {
        return new SnapshotFile(
                node.path("path").asText(),
                node.path("type").asText(),
                node.path("size").asLong(),
                time(node.path("mtime").asText()),
                SnapshotFile.unixMode(node.path("mode").asLong()));
    }

    private static Instant time(String time) {
        try {
            return OffsetDateTime.parse(time).toInstant();
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** Reads the files of a snapshot that were touched since a time, and the id of its parent. */
    static void touched(InputStream lines, Instant since, Consumer<String> files, Consumer<String> parent)
            throws IOException {
        long from = FileTime.from(since).to(TimeUnit.NANOSECONDS);
        each(lines, node -> {
            if (isNode(node)) {
                long touched = Math.max(
                        nanos(node.path("mtime").asText()),
                        nanos(node.path("ctime").asText()));
                if (touched >= from && !node.path("type").asText().equals("dir")) {
                    files.accept(node.path("path").asText());
                }
            } else if (node.has("parent")) {
                parent.accept(node.path("parent").asText());
            }
        });
    }

    private static boolean isNode(JsonNode node) {
        return node.path("struct_type").asText().equals("node")
                || node.path("message_type").asText().equals("node");
    }

    /** Reads the new and changed paths of {@code restic diff --json}. Skips removed paths. */
    static void changes(InputStream lines, Consumer<String> paths) throws IOException {
        each(lines, change -> {
            if (change.path("message_type").asText().equals("change")
                    && !change.path("modifier").asText().equals("-")) {
                paths.accept(change.path("path").asText());
            }
        });
    }

    /** Nanoseconds since 1970. Times after the year 2262 become the largest long; an invalid time becomes 0. */
    private static long nanos(String time) {
        try {
            return FileTime.from(OffsetDateTime.parse(time).toInstant()).to(TimeUnit.NANOSECONDS);
        } catch (DateTimeException e) {
            return 0;
        }
    }
}
