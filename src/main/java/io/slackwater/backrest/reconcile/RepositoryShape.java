package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.policy.RepositoryPolicy;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A repository of the policy as Backrest knows it. It forgets, prunes, checks and unlocks nothing by itself: we do, under the gate.
 */
final class RepositoryShape {

    /** What is compared and put back. A user's hooks and priorities on it are his. */
    static final List<String> FIELDS = List.of(
            "uri",
            "password",
            "env",
            "flags",
            "prunePolicy",
            "checkPolicy",
            "forgetPolicy",
            "autoUnlock",
            "autoInitialize",
            "shared");

    /** restic's own default; only for who presses Backrest's button. */
    private static final int MAX_UNUSED_PERCENT = 5;

    private RepositoryShape() {}

    /** @throws IllegalArgumentException a value that Backrest would read in another way than restic does here */
    static ObjectNode of(RepositoryPolicy policy, Map<String, String> environment, BackrestView view) {
        requireLiteral(policy, "its address", policy.uri());
        environment.forEach((name, value) -> requireLiteral(policy, "the value of " + name, value));
        ObjectNode repository = JsonNodeFactory.instance.objectNode();
        repository.put("id", policy.id()).put("uri", policy.uri());
        // Backrest keeps them in this order.
        TreeSet<String> lines = new TreeSet<>();
        lines.add(keyLine(policy.id(), view));
        environment.forEach((name, value) -> lines.add(name + "=" + value));
        lines.forEach(repository.putArray("env")::add);
        repository.putArray("flags").add("--compression=" + policy.compression().word());
        disabled(repository.putObject("prunePolicy")).put("maxUnusedPercent", MAX_UNUSED_PERCENT);
        disabled(repository.putObject("checkPolicy"));
        return repository;
    }

    private static ObjectNode disabled(ObjectNode policy) {
        policy.putObject("schedule").put("disabled", true);
        return policy;
    }

    private static String keyLine(String repository, BackrestView view) {
        return "RESTIC_PASSWORD_FILE=" + view.key(repository);
    }

    /** Whether it opens with our key file: then we made it, also when no journal says so. */
    static boolean marked(ObjectNode repository, ObjectNode desired) {
        String ours = "";
        for (var line : desired.path("env")) {
            if (line.asText().startsWith("RESTIC_PASSWORD_FILE=")) {
                ours = line.asText();
            }
        }
        for (var line : repository.path("env")) {
            if (line.asText().equals(ours)) {
                return true;
            }
        }
        return false;
    }

    /** Backrest replaces <code>${NAME}</code> by its own environment, and there is no way to tell it not to. */
    private static void requireLiteral(RepositoryPolicy policy, String what, String value) {
        if (value.contains("${")) {
            throw new IllegalArgumentException(
                    "%s of repository %s holds '${', which Backrest would replace".formatted(what, policy.id()));
        }
    }
}
