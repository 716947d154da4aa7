package io.slackwater.kind.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model's manifest, or a list of manifests (one per platform).
 *
 * @param blobs the blobs of the model
 * @param children blobs that are manifests themselves
 */
record OllamaManifest(List<Reference> blobs, List<Reference> children) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A manifest's reference to a blob.
     *
     * @param size in bytes; negative when the manifest has none
     */
    record Reference(String digest, long size) {}

    /** Parses a manifest. Empty when the bytes are no JSON, or when the JSON lists no layers, config or manifests. */
    static Optional<OllamaManifest> parse(byte[] bytes) {
        JsonNode root;
        try {
            root = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        if (!root.has("layers") && !root.has("config") && !root.has("manifests")) {
            return Optional.empty();
        }
        List<Reference> blobs = new ArrayList<>();
        add(root.path("config"), blobs);
        root.path("layers").forEach(layer -> add(layer, blobs));
        List<Reference> children = new ArrayList<>();
        root.path("manifests").forEach(child -> add(child, children));
        return Optional.of(new OllamaManifest(List.copyOf(blobs), List.copyOf(children)));
    }

    /** Adds the node's digest. A layer that Ollama made itself can have an empty digest; it is skipped. */
    private static void add(JsonNode node, List<Reference> references) {
        String digest = node.path("digest").asText();
        if (!digest.isEmpty()) {
            references.add(new Reference(digest, node.path("size").asLong(-1)));
        }
    }
}
