package io.slackwater.backrest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The configuration with Backrest's rules: counter, order, refusals and hidden fields. */
final class DoubleConfig {

    static final String HIDDEN = "********";
    private static final String KEY = "ed25519.double";

    private ObjectNode config = fresh();

    private static ObjectNode fresh() {
        ObjectNode config = JsonNodeFactory.instance.objectNode().put("version", 6);
        config.putObject("auth").put("disabled", true);
        config.putObject("sync").putObject("identity").put("keyId", KEY);
        return config;
    }

    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1L;
        final String code;

        Invalid(String code, String message) {
            super(message);
            this.code = code;
        }
    }

    synchronized ObjectNode whole() {
        return config.deepCopy();
    }

    synchronized ObjectNode shown() {
        ObjectNode shown = pruned(config.deepCopy());
        for (JsonNode user : shown.path("auth").path("users")) {
            ((ObjectNode) user).put("passwordBcrypt", HIDDEN);
        }
        return shown;
    }

    synchronized void set(ObjectNode next) throws Invalid {
        if (next.path("modno").asInt() != config.path("modno").asInt()) {
            throw new Invalid("failed_precondition", "config modno mismatch, reload and try again");
        }
        ObjectNode merged = next.deepCopy();
        for (JsonNode user : merged.path("auth").path("users")) {
            if (user.path("passwordBcrypt").asText().equals(HIDDEN)) {
                find(
                                config.path("auth").path("users"),
                                "name",
                                user.path("name").asText())
                        .ifPresent(known -> ((ObjectNode) user).set("passwordBcrypt", known.get("passwordBcrypt")));
            }
        }
        store(merged.put("modno", config.path("modno").asInt() + 1));
    }

    /** Adds the repository, or replaces the repository with its id. The counter stays the same. */
    synchronized void addRepository(ObjectNode repository) throws Invalid {
        ObjectNode merged = config.deepCopy();
        ArrayNode repositories = merged.path("repos") instanceof ArrayNode list ? list : merged.putArray("repos");
        for (int i = repositories.size() - 1; i >= 0; i--) {
            if (repositories.get(i).path("id").equals(repository.path("id"))) {
                repositories.remove(i);
            }
        }
        repositories.add(repository);
        store(merged);
    }

    Optional<ObjectNode> repository(String id) {
        return find(whole().path("repos"), "id", id);
    }

    Optional<ObjectNode> plan(String id) {
        return find(whole().path("plans"), "id", id);
    }

    private static Optional<ObjectNode> find(JsonNode list, String field, String value) {
        for (JsonNode one : list) {
            if (one.path(field).asText().equals(value)) {
                return Optional.of((ObjectNode) one);
            }
        }
        return Optional.empty();
    }

    private void store(ObjectNode next) throws Invalid {
        List<String> problems = new ArrayList<>();
        Set<String> repositories = sorted(next, "repos", "repo", problems);
        sorted(next, "plans", "plan", problems);
        for (JsonNode repository : next.path("repos")) {
            checkRepository(repository, problems);
            sortTexts(repository, "env");
        }
        for (JsonNode plan : next.path("plans")) {
            checkPlan(plan, repositories, problems);
            sortTexts(plan, "paths");
        }
        if (next.has("sync")
                && next.path("sync").path("identity").path("keyId").asText().isEmpty()) {
            problems.add("multihost: identity keyid is required");
        }
        checkUsers(next.path("auth"), problems);
        if (!problems.isEmpty()) {
            throw new Invalid(
                    "invalid_argument",
                    "validation error: " + problems.size() + " error occurred:\n\t* "
                            + String.join("\n\t* ", problems));
        }
        config = pruned(next);
    }

    private static void checkRepository(JsonNode repository, List<String> problems) {
        String guid = repository.path("guid").asText();
        if (guid.isEmpty() && !repository.path("autoInitialize").asBoolean()) {
            problems.add("repo " + repository.path("id").asText()
                    + ": guid is required unless using auto_initialize to implicitly initialize repos");
        }
        if (!guid.isEmpty()
                && (guid.length() != 64 || repository.path("autoInitialize").asBoolean())) {
            problems.add("repo " + repository.path("id").asText() + ": guid \"" + guid + "\" invalid");
        }
        if (repository.path("uri").asText().isEmpty()) {
            problems.add("repo " + repository.path("id").asText() + ": uri is required");
        }
    }

    private static void checkPlan(JsonNode plan, Set<String> repositories, List<String> problems) {
        String id = plan.path("id").asText();
        if (plan.path("paths").isEmpty() && plan.path("backup_flags").isEmpty()) {
            problems.add("plan " + id + ": at least one path is required");
        }
        if (!repositories.contains(plan.path("repo").asText())) {
            problems.add("plan " + id + ": 1 error occurred:\n\t* repo \""
                    + plan.path("repo").asText() + "\" not found");
        }
    }

    private static void checkUsers(JsonNode auth, List<String> problems) {
        if (auth.isMissingNode() || auth.path("disabled").asBoolean()) {
            return;
        }
        if (auth.path("users").isEmpty()) {
            problems.add("auth: auth enabled but no users");
        }
        for (JsonNode user : auth.path("users")) {
            if (user.path("passwordBcrypt").asText().isEmpty()) {
                problems.add("auth: user \"" + user.path("name").asText() + "\": password is required");
            }
        }
    }

    private static Set<String> sorted(ObjectNode config, String list, String word, List<String> problems) {
        Map<String, JsonNode> byId = new TreeMap<>();
        for (JsonNode one : config.path(list)) {
            String id = one.path("id").asText();
            if (id.isEmpty() || id.startsWith("_") && id.endsWith("_")) {
                problems.add(word + " " + id + ": id \"" + id + "\" invalid");
            }
            if (byId.put(id, one) != null) {
                problems.add(word + " " + id + ": duplicate id");
            }
        }
        if (config.has(list)) {
            config.putArray(list).addAll(byId.values());
        }
        return byId.keySet();
    }

    private static void sortTexts(JsonNode node, String field) {
        if (node.path(field) instanceof ArrayNode texts) {
            List<JsonNode> sorted = new ArrayList<>();
            texts.forEach(sorted::add);
            sorted.sort(Comparator.comparing(JsonNode::asText));
            texts.removeAll().addAll(sorted);
        }
    }

    /** Without default values, which protocol buffers omit: zeroes, empty strings and lists. A set oneof field stays, even if false. */
    private static ObjectNode pruned(ObjectNode node) {
        for (String name : DoubleFields.names(node)) {
            JsonNode value = node.get(name);
            if (value instanceof ObjectNode object) {
                pruned(object);
            } else if (value instanceof ArrayNode list) {
                list.forEach(one -> {
                    if (one instanceof ObjectNode object) {
                        pruned(object);
                    }
                });
                if (list.isEmpty()) {
                    node.remove(name);
                }
            } else if (isZero(value) && !CHOICES.contains(name)) {
                node.remove(name);
            }
        }
        return node;
    }

    /** Protocol Buffers leave out a field with its default value, also the zero of an enumeration. */
    private static boolean isZero(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> true;
            case BOOLEAN -> !value.booleanValue();
            case NUMBER -> value.doubleValue() == 0;
            case STRING -> ZEROES.contains(value.textValue());
            default -> false;
        };
    }

    private static final Set<String> ZEROES = Set.of(
            "", "0", "ON_ERROR_IGNORE", "CLOCK_DEFAULT", "IO_DEFAULT", "CPU_DEFAULT", "CONDITION_UNKNOWN", "UNKNOWN");

    private static final Set<String> CHOICES = Set.of(
            "policyKeepAll",
            "policyKeepLastN",
            "structureOnly",
            "readDataSubsetPercent",
            "cron",
            "maxFrequencyDays",
            "maxFrequencyHours",
            "passwordBcrypt");
}
