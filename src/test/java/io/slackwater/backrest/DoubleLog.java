package io.slackwater.backrest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The log of operations: it survives a kill of the double like the real one's database. */
final class DoubleLog {

    static final String INTERRUPTED = "Operation was incomplete when orchestrator was restarted.";

    private final TreeMap<Long, ObjectNode> operations = new TreeMap<>();
    /** The text in the log of an operation, by the operation's id. */
    final Map<String, String> said = new ConcurrentHashMap<>();

    /** Listeners for added and deleted operations. */
    final DoubleEvents events = new DoubleEvents();

    private long lastId;
    private long modno;

    /** Gives the operation an id, and its own flow when it has none. */
    synchronized ObjectNode add(ObjectNode operation) {
        long id = ++lastId;
        operation.put("id", Long.toString(id));
        if (operation.path("flowId").asLong() == 0) {
            operation.put("flowId", Long.toString(id));
        }
        put(operation);
        events.created(operation);
        return operation;
    }

    synchronized void update(ObjectNode operation) {
        put(operation);
        events.updated(operation);
    }

    private void put(ObjectNode operation) {
        operation.put("modno", Long.toString(++modno));
        operations.put(operation.path("id").asLong(), operation.deepCopy());
    }

    synchronized void delete(List<ObjectNode> gone) {
        gone.forEach(operation -> operations.remove(operation.path("id").asLong()));
        events.deleted(gone);
    }

    synchronized List<ObjectNode> all(Predicate<ObjectNode> which) {
        return operations.values().stream()
                .filter(which)
                .map(ObjectNode::deepCopy)
                .toList();
    }

    ObjectNode query(ObjectNode request) {
        JsonNode selector = request.path("selector");
        List<ObjectNode> found = all(operation -> matches(operation, selector));
        int last = request.path("lastN").asInt();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (!found.isEmpty()) {
            ArrayNode list = answer.putArray("operations");
            found.subList(last == 0 ? 0 : Math.max(0, found.size() - last), found.size())
                    .forEach(list::add);
        }
        return answer;
    }

    private static boolean matches(ObjectNode operation, JsonNode selector) {
        for (String field : List.of("planId", "repoGuid", "snapshotId", "flowId", "instanceId")) {
            if (selector.has(field)
                    && !selector.path(field)
                            .asText()
                            .equals(operation.path(field).asText())) {
                return false;
            }
        }
        if (selector.path("modnoGte").asLong() > operation.path("modno").asLong()) {
            return false;
        }
        JsonNode ids = selector.path("ids");
        if (ids.isEmpty()) {
            return true;
        }
        for (JsonNode id : ids) {
            if (id.asText().equals(operation.path("id").asText())) {
                return true;
            }
        }
        return false;
    }

    /** Marks the operations that a start finds open after an unclean end. */
    synchronized boolean scrub() {
        boolean interrupted = false;
        for (ObjectNode operation : all(any -> true)) {
            switch (operation.path("status").asText()) {
                case "STATUS_INPROGRESS" -> {
                    operation.put("status", "STATUS_ERROR");
                    operation.put("displayMessage", INTERRUPTED);
                    operation.set("unixTimeEndMs", operation.get("unixTimeStartMs"));
                    update(operation);
                    interrupted = true;
                }
                case "STATUS_PENDING", "STATUS_SYSTEM_CANCELLED", "STATUS_USER_CANCELLED" -> delete(List.of(operation));
                default -> {}
            }
        }
        return interrupted;
    }

    static String millis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }
}
