package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.policy.RepositoryPolicy;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Builds the Backrest entry of a repository. By this entry Backrest neither forgets, prunes, checks nor unlocks by
 * itself, because Slackwater does all of this.
 */
final class RepositoryShape {

    /** The fields that Slackwater compares and resets. Hooks and priorities belong to the user. */
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

    /** restic's default. It applies to the prune button in Backrest. */
    private static final int MAX_UNUSED_PERCENT = 5;

    private static final String KEY_FILE = "RESTIC_PASSWORD_FILE=";

    private RepositoryShape() {}

    /**
     * Builds the entry.
     *
     * @throws IllegalArgumentException a value contains a variable that Backrest would replace
     */
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

    /**
     * Whether the entry uses Slackwater's key file. Slackwater thus recognises its entries even after a loss of the
     * journal.
     */
    static boolean marked(ObjectNode repository, ObjectNode desired) {
        List<JsonNode> is = repository.path("env").valueStream().toList();
        return desired.path("env")
                .valueStream()
                .anyMatch(line -> line.asText().startsWith(KEY_FILE) && is.contains(line));
    }

    /**
     * Refuses a value with <code>${NAME}</code>. Loss prevented: Backrest would replace it by its own environment
     * variable, and use another repository.
     */
    private static void requireLiteral(RepositoryPolicy policy, String what, String value) {
        if (value.contains("${")) {
            throw new IllegalArgumentException(
                    "%s of repository %s contains '${', which Backrest would replace by a variable; remove it"
                            .formatted(what, policy.id()));
        }
    }
}
