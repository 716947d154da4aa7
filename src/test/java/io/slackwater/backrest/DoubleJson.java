package io.slackwater.backrest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/** restic's JSON in Backrest's words: camel case, whole numbers as text, nothing that is zero. */
public final class DoubleJson {

    private static final List<String> COUNTS = List.of(
            "files_new",
            "files_changed",
            "files_unmodified",
            "dirs_new",
            "dirs_changed",
            "dirs_unmodified",
            "data_blobs",
            "tree_blobs",
            "data_added",
            "total_files_processed",
            "total_bytes_processed");

    private DoubleJson() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode summary(JsonNode restic) {
        ObjectNode status = object();
        ObjectNode summary = status.putObject("summary");
        counts(restic, summary, COUNTS);
        summary.put("totalDuration", restic.path("total_duration").asDouble());
        if (restic.hasNonNull("snapshot_id")) {
            summary.put("snapshotId", restic.path("snapshot_id").asText());
        }
        return status;
    }

    static ObjectNode progress(JsonNode restic) {
        ObjectNode status = object();
        ObjectNode entry = status.putObject("status");
        if (restic.path("percent_done").asDouble() != 0) {
            entry.put("percentDone", restic.path("percent_done").asDouble());
        }
        counts(restic, entry, List.of("total_files", "files_done", "total_bytes", "bytes_done"));
        if (!restic.path("current_files").isEmpty()) {
            entry.set("currentFile", restic.get("current_files"));
        }
        return status;
    }

    static ObjectNode error(JsonNode restic) {
        return object().put("item", restic.path("item").asText())
                .put("during", restic.path("during").asText())
                .put("message", restic.path("error").path("message").asText());
    }

    static ObjectNode snapshot(JsonNode restic) {
        ObjectNode snapshot = object().put("id", restic.path("id").asText())
                .put("unixTimeMs", Long.toString(millis(restic.path("time"))))
                .put("hostname", restic.path("hostname").asText())
                .put("username", restic.path("username").asText())
                .put("tree", restic.path("tree").asText());
        if (restic.hasNonNull("parent")) {
            snapshot.put("parent", restic.path("parent").asText());
        }
        snapshot.set("paths", restic.path("paths"));
        if (!restic.path("tags").isEmpty()) {
            snapshot.set("tags", restic.path("tags"));
        }
        ObjectNode summary = snapshot.putObject("summary");
        counts(restic.path("summary"), summary, COUNTS);
        summary.put("totalDuration", duration(restic) / 1000.0);
        return snapshot;
    }

    static long duration(JsonNode restic) {
        JsonNode summary = restic.path("summary");
        return summary.has("backup_end")
                ? Duration.ofMillis(millis(summary.path("backup_end")) - millis(summary.path("backup_start")))
                        .toMillis()
                : 0;
    }

    static String tagged(JsonNode restic, String prefix) {
        for (JsonNode tag : restic.path("tags")) {
            if (tag.asText().startsWith(prefix)) {
                return tag.asText().substring(prefix.length());
            }
        }
        return "_unassociated_";
    }

    private static long millis(JsonNode time) {
        return OffsetDateTime.parse(time.asText()).toInstant().toEpochMilli();
    }

    private static void counts(JsonNode from, ObjectNode to, List<String> names) {
        for (String name : names) {
            if (from.path(name).asLong() != 0) {
                to.put(camel(name), Long.toString(from.path(name).asLong()));
            }
        }
    }

    private static String camel(String snake) {
        StringBuilder camel = new StringBuilder();
        for (String part : snake.split("_")) {
            camel.append(camel.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return camel.toString();
    }
}
