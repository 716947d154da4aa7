package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Backrest's JSON is that of Protocol Buffers: an absent field and one with its default value are the same. */
public final class ProtoJson {

    private ProtoJson() {}

    /** The fields that differ. */
    public static List<String> differences(ObjectNode a, ObjectNode b, List<String> fields) {
        List<String> differing = new ArrayList<>();
        for (String field : fields) {
            if (!same(a.path(field), b.path(field))) {
                differing.add(field);
            }
        }
        return differing;
    }

    static boolean same(JsonNode a, JsonNode b) {
        if (empty(a) || empty(b)) {
            return empty(a) && empty(b);
        }
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue()) == 0;
        }
        if (a.isArray() && b.isArray()) {
            return sameItems(a, b);
        }
        if (a.isObject() && b.isObject()) {
            Set<String> names = new HashSet<>();
            a.fieldNames().forEachRemaining(names::add);
            b.fieldNames().forEachRemaining(names::add);
            return names.stream().allMatch(name -> same(a.path(name), b.path(name)));
        }
        return a.equals(b);
    }

    private static boolean sameItems(JsonNode a, JsonNode b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Not for an empty object: a message that is there counts, as {@code "schedule": {}} is not the same as none. */
    private static boolean empty(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING, NULL -> true;
            case BOOLEAN -> !value.booleanValue();
            case NUMBER -> value.decimalValue().signum() == 0;
            case STRING -> value.textValue().isEmpty();
            case ARRAY -> value.isEmpty();
            default -> false;
        };
    }

    /** Copies these fields from the source to the target. */
    public static void take(ObjectNode target, ObjectNode source, List<String> fields) {
        for (String field : fields) {
            JsonNode value = source.path(field);
            if (value instanceof MissingNode) {
                target.remove(field);
            } else {
                target.set(field, value.deepCopy());
            }
        }
    }
}
