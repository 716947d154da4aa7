package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.journal.BackrestStore;
import io.slackwater.journal.BackrestStore.Owned;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The repositories and plans in Backrest that Slackwater wrote, each with a fingerprint of the last write. The
 * fingerprint shows whether a user edited an entry or the policy changed. It contains no secret.
 *
 * @param repositories fingerprints by name
 * @param plans fingerprints by dataset
 */
record Ownership(Map<String, String> repositories, Map<String, String> plans) {

    Ownership {
        repositories = new TreeMap<>(repositories);
        plans = new TreeMap<>(plans);
    }

    static Ownership read(BackrestStore store) {
        return new Ownership(store.prints(Owned.REPOSITORY), store.prints(Owned.PLAN));
    }

    /** Writes the fingerprints to the journal if they changed. */
    void write(BackrestStore store, Ownership before) {
        if (!repositories.equals(before.repositories)) {
            store.prints(Owned.REPOSITORY, repositories);
        }
        if (!plans.equals(before.plans)) {
            store.prints(Owned.PLAN, plans);
        }
    }

    static String print(ObjectNode entry) {
        return DigestUtils.sha256Hex(entry.toString()).substring(0, 16);
    }
}
