package io.slackwater.audit;

import io.slackwater.journal.AuditLog;
import io.slackwater.journal.AuditLog.Draft;
import io.slackwater.journal.AuditedPolicy;
import io.slackwater.journal.AuditedPolicyStore;
import io.slackwater.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * Records each changed key of the policy file in the audit log, with its old and new value. Also records changes that
 * were made while Slackwater was stopped. Safe for use by several threads.
 */
public final class PolicyChanges {

    static final String ACTOR = "policy file";
    static final String ACTION = "policy";

    /** The number of entries of one change; a changed file of thousands of keys becomes no flood. */
    private static final int ENTRIES = 100;

    private static final int LONGEST = 200;
    private static final String NOT_SET = "not set";

    private final AuditLog log;
    private final AuditedPolicyStore store;
    private @Nullable Policy recorded;

    public PolicyChanges(AuditLog log, AuditedPolicyStore store) {
        this.log = log;
        this.store = store;
    }

    /** Records what differs from the last policy. Cheap when the policy is the same object as before. */
    public synchronized void look(Policy policy) {
        if (policy == recorded) {
            return;
        }
        Optional<AuditedPolicy> before = store.find();
        String salt = before.map(AuditedPolicy::salt)
                .orElseGet(() -> UUID.randomUUID().toString());
        PolicyKeys keys = PolicyKeys.of(policy);
        Map<String, String> secrets = keys.secrets();
        secrets.replaceAll((key, secret) -> DigestUtils.sha256Hex(salt + secret));
        AuditedPolicy now = new AuditedPolicy(salt, keys.values(), secrets);
        if (before.isEmpty() || !before.get().equals(now)) {
            before.ifPresent(old -> log.append(drafts(old, now)));
            store.replace(now);
        }
        recorded = policy;
    }

    private static List<Draft> drafts(AuditedPolicy old, AuditedPolicy now) {
        List<Draft> all = new ArrayList<>();
        for (String key : keys(old.values(), now.values())) {
            String before = old.values().getOrDefault(key, NOT_SET);
            String after = now.values().getOrDefault(key, NOT_SET);
            if (!before.equals(after)) {
                all.add(draft(key, shortened(before) + " → " + shortened(after)));
            }
        }
        for (String key : keys(old.secrets(), now.secrets())) {
            Optional<String> before = Optional.ofNullable(old.secrets().get(key));
            Optional<String> after = Optional.ofNullable(now.secrets().get(key));
            if (!before.equals(after)) {
                all.add(draft(
                        key,
                        before.map(secret -> "***").orElse(NOT_SET) + " → "
                                + after.map(secret -> before.isPresent() ? "another ***" : "***")
                                        .orElse(NOT_SET)));
            }
        }
        if (all.size() <= ENTRIES) {
            return all;
        }
        List<Draft> first = new ArrayList<>(all.subList(0, ENTRIES - 1));
        first.add(draft("", "%d more keys changed".formatted(all.size() - first.size())));
        return first;
    }

    private static Draft draft(String key, String detail) {
        return new Draft(ACTOR, ACTION, key, detail);
    }

    private static Set<String> keys(Map<String, String> old, Map<String, String> now) {
        Set<String> keys = new TreeSet<>();
        Stream.of(old, now).map(Map::keySet).forEach(keys::addAll);
        return keys;
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
    }
}
