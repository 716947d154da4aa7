package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Compares and copies parts of Backrest's JSON. It follows Protocol Buffers: an absent field equals a field with its
 * default value.
 */
public final class ProtoJson {

    private ProtoJson() {}

    /** Returns the names of the fields that differ. */
    public static List<String> differences(ObjectNode a, ObjectNode b, List<String> fields) {
        return fields.stream()
                .filter(field -> !same(a.path(field), b.path(field)))
                .toList();
    }

    static boolean same(JsonNode a, JsonNode b) {
        if (empty(a) || empty(b)) {
            return empty(a) && empty(b);
        }
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue()) == 0;
        }
        if (a.isArray() && b.isArray()) {
            return a.size() == b.size() && IntStream.range(0, a.size()).allMatch(i -> same(a.get(i), b.get(i)));
        }
        if (a.isObject() && b.isObject()) {
            Set<String> names = new HashSet<>();
            a.fieldNames().forEachRemaining(names::add);
            b.fieldNames().forEachRemaining(names::add);
            return names.stream().allMatch(name -> same(a.path(name), b.path(name)));
        }
        return a.equals(b);
    }

    /**
     * Whether the value equals an absent one. An empty object does not: {@code "schedule": {}} differs from no
     * schedule.
     */
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

    /** Copies the fields from the source to the target. */
    public static void take(ObjectNode target, ObjectNode source, List<String> fields) {
        for (String field : fields) {
            target.remove(field);
            source.optional(field).ifPresent(value -> target.set(field, value.deepCopy()));
        }
    }
}
