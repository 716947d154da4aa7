package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.core.type.TypeReference;
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

    private static final String REPOSITORIES = "backrest.repositories";
    private static final String PLANS = "backrest.plans";

    Ownership {
        repositories = new TreeMap<>(repositories);
        plans = new TreeMap<>(plans);
    }

    static Ownership read(ProvisioningMemory memory) {
        return new Ownership(
                notes(memory, REPOSITORIES).read(), notes(memory, PLANS).read());
    }

    private static JsonNotes<Map<String, String>> notes(ProvisioningMemory memory, String key) {
        return new JsonNotes<>(memory, key, new TypeReference<>() {}, Map.of());
    }

    /** Writes the differences to before. */
    void write(ProvisioningMemory memory, Ownership before) {
        if (!repositories.equals(before.repositories)) {
            notes(memory, REPOSITORIES).write(repositories);
        }
        if (!plans.equals(before.plans)) {
            notes(memory, PLANS).write(plans);
        }
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
