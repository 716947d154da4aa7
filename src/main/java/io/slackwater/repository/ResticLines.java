package io.slackwater.repository;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses restic's output lines. Stateless. Safe for use by several threads. */
public final class ResticLines {

    public static final ObjectReader JSON = new ObjectMapper().reader();

    /** Escape sequences of a terminal. restic 0.18 writes them before some messages, even without a terminal. */
    private static final Pattern TERMINAL = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");

    private ResticLines() {}

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
}
