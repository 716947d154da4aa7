package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.journal.BackrestStore;
import io.slackwater.journal.BackrestStore.Owned;
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

    Ownership {
        repositories = new TreeMap<>(repositories);
        plans = new TreeMap<>(plans);
    }

    static Ownership read(BackrestStore store) {
        return new Ownership(store.prints(Owned.REPOSITORY), store.prints(Owned.PLAN));
    }

    /** Writes what is different from before. */
    void write(BackrestStore store, Ownership before) {
        if (!repositories.equals(before.repositories)) {
            store.prints(Owned.REPOSITORY, repositories);
        }
        if (!plans.equals(before.plans)) {
            store.prints(Owned.PLAN, plans);
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
