package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.ProtoJson;
import io.slackwater.journal.BackrestStore;
import io.slackwater.journal.BackrestStore.Owned;
import java.util.List;
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

    static Ownership read(BackrestStore store) {
        return new Ownership(store.prints(Owned.REPOSITORY), store.prints(Owned.PLAN));
    }

    /** Records the fingerprints of the entries in the configuration that are as desired. */
    void remember(BackrestStore store, DesiredState desired, ObjectNode actual) {
        Map<String, ObjectNode> there = ReconcileDecision.byId(actual, "plans");
        Map<String, String> nowPlans = new TreeMap<>(plans);
        nowPlans.keySet()
                .removeIf(id -> !there.containsKey(id)
                        && !desired.plans().containsKey(id)
                        && !desired.held().contains(id));
        nowPlans.putAll(prints(desired.plans(), there, PlanShape.FIELDS));
        Map<String, String> nowRepositories = new TreeMap<>(repositories);
        nowRepositories.putAll(
                prints(desired.repositories(), ReconcileDecision.byId(actual, "repos"), RepositoryShape.FIELDS));
        if (!nowPlans.equals(plans)) {
            store.prints(Owned.PLAN, nowPlans);
        }
        if (!nowRepositories.equals(repositories)) {
            store.prints(Owned.REPOSITORY, nowRepositories);
        }
    }

    private static Map<String, String> prints(
            Map<String, ObjectNode> desired, Map<String, ObjectNode> actual, List<String> fields) {
        Map<String, String> prints = new TreeMap<>();
        desired.forEach((id, wanted) -> {
            ObjectNode is = actual.get(id);
            if (is != null && ProtoJson.differences(is, wanted, fields).isEmpty()) {
                prints.put(id, print(wanted));
            }
        });
        return prints;
    }

    static String print(ObjectNode entry) {
        return DigestUtils.sha256Hex(entry.toString()).substring(0, 16);
    }
}
