package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.policy.RepositoryPolicy;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Builds the Backrest entry of a repository. Backrest forgets, prunes, checks and unlocks nothing there by itself: Slackwater does so
 * under the gate.
 */
final class RepositoryShape {

    /** The fields that are compared and reverted. Hooks and priorities belong to the user. */
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

    /** restic's default, for the prune button in Backrest. */
    private static final int MAX_UNUSED_PERCENT = 5;

    private static final String KEY_FILE = "RESTIC_PASSWORD_FILE=";

    private RepositoryShape() {}

    /** @throws IllegalArgumentException a value that Backrest would expand */
    static ObjectNode of(RepositoryPolicy policy, Map<String, String> environment, BackrestView view) {
        requireLiteral(policy, "its address", policy.uri());
        environment.forEach((name, value) -> requireLiteral(policy, "the value of " + name, value));
        ObjectNode repository = JsonNodeFactory.instance.objectNode();
        repository.put("id", policy.id()).put("uri", policy.uri());
        // Backrest sorts them like this.
        TreeSet<String> lines = new TreeSet<>();
        lines.add(KEY_FILE + view.key(policy.id()));
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

    /** Whether the entry uses Slackwater's key file. Loss prevented: after the loss of the journal, Slackwater still recognises its entries. */
    static boolean marked(ObjectNode repository, ObjectNode desired) {
        List<JsonNode> is = repository.path("env").valueStream().toList();
        return desired.path("env")
                .valueStream()
                .anyMatch(line -> line.asText().startsWith(KEY_FILE) && is.contains(line));
    }

    /** Loss prevented: Backrest replaces <code>${NAME}</code> by its own environment, and the repository would be another one. */
    private static void requireLiteral(RepositoryPolicy policy, String what, String value) {
        if (value.contains("${")) {
            throw new IllegalArgumentException(
                    "%s of repository %s holds '${', which Backrest would replace".formatted(what, policy.id()));
        }
    }
}
