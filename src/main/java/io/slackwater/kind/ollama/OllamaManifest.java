package io.slackwater.kind.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A manifest, or a list of manifests.
 *
 * @param blobs the blobs of the model
 * @param children blobs that are manifests themselves
 */
record OllamaManifest(List<Reference> blobs, List<Reference> children) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A blob that a manifest names.
     *
     * @param size in bytes; negative when the manifest does not say
     */
    record Reference(String digest, long size) {}

    /** @throws IOException with the reason when this is no manifest */
    static OllamaManifest parse(byte[] json) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IOException("it is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!root.isObject() || !(root.has("layers") || root.has("config") || root.has("manifests"))) {
            throw new IOException("it names no layers");
        }
        List<Reference> blobs = new ArrayList<>();
        add(root.path("config"), blobs);
        root.path("layers").forEach(layer -> add(layer, blobs));
        List<Reference> children = new ArrayList<>();
        root.path("manifests").forEach(child -> add(child, children));
        return new OllamaManifest(List.copyOf(blobs), List.copyOf(children));
    }

    /** Layers made on the spot can have an empty digest. */
    private static void add(JsonNode node, List<Reference> references) {
        String digest = node.path("digest").asText();
        if (!digest.isEmpty()) {
            references.add(new Reference(digest, node.path("size").asLong(-1)));
        }
    }
}
