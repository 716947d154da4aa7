package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The entries of Backrest's configuration that Slackwater wrote, each with a fingerprint of the last write. A fingerprint tells a user's
 * edit from a change of the policy, and holds no secret.
 *
 * @param repositories fingerprint by name
 * @param plans fingerprint by dataset
 */
record Ownership(Map<String, String> repositories, Map<String, String> plans) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPOSITORIES = "backrest.repositories";
    private static final String PLANS = "backrest.plans";

    Ownership {
        repositories = new TreeMap<>(repositories);
        plans = new TreeMap<>(plans);
    }

    static Ownership read(ProvisioningMemory memory) {
        return new Ownership(read(memory, REPOSITORIES), read(memory, PLANS));
    }

    private static Map<String, String> read(ProvisioningMemory memory, String key) {
        String text = memory.note(key).orElse("");
        Map<String, String> prints = new TreeMap<>();
        if (!text.isEmpty()) {
            try {
                JSON.readTree(text)
                        .properties()
                        .forEach(entry ->
                                prints.put(entry.getKey(), entry.getValue().asText()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(
                        "the journal's note %s is not what was written: %s".formatted(key, text), e);
            }
        }
        return prints;
    }

    /** Writes the differences to before. */
    void write(ProvisioningMemory memory, Ownership before) {
        if (!repositories.equals(before.repositories)) {
            memory.note(REPOSITORIES, text(repositories));
        }
        if (!plans.equals(before.plans)) {
            memory.note(PLANS, text(plans));
        }
    }

    private static String text(Map<String, String> prints) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        prints.forEach(json::put);
        return json.toString();
    }

    static String print(ObjectNode entry) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(entry.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
