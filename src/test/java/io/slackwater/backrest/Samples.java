package io.slackwater.backrest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Recordings of a real Backrest: one file for each request and its answer. */
public final class Samples {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Samples() {}

    public record Sample(String name, String path, ObjectNode request, int status, JsonNode response) {}

    public static Sample of(String name) {
        try (InputStream file = Samples.class.getResourceAsStream("/backrest-samples/" + name + ".json")) {
            JsonNode json = JSON.readTree(Objects.requireNonNull(file, name));
            return new Sample(
                    name,
                    json.path("request").path("path").asText(),
                    (ObjectNode) json.path("request").path("body"),
                    json.path("response").path("status").asInt(),
                    json.path("response").path("body"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> names() {
        URL directory = Objects.requireNonNull(Samples.class.getResource("/backrest-samples"));
        try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
