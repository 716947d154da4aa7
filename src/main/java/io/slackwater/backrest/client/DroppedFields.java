package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds fields that Backrest dropped from a repository or plan. An old Backrest silently drops unknown fields and answers 200, so only a
 * comparison reveals it.
 */
public final class DroppedFields {

    // the zero of an enumeration is left out of an answer like any other empty value
    private static final Set<String> ZEROES = Set.of(
            "", "0", "ON_ERROR_IGNORE", "CLOCK_DEFAULT", "IO_DEFAULT", "CPU_DEFAULT", "CONDITION_UNKNOWN", "UNKNOWN");

    private DroppedFields() {}

    /** Paths like {@code plans[shop-db].schedule.disabled}. */
    static List<String> in(JsonNode sent, JsonNode answered) {
        List<String> dropped = new ArrayList<>();
        for (String list : List.of("repos", "plans")) {
            for (JsonNode one : sent.path(list)) {
                String id = one.path("id").asText();
                for (JsonNode other : answered.path(list)) {
                    if (other.path("id").asText().equals(id)) {
                        compare(list + "[" + id + "]", one, other, dropped);
                    }
                }
            }
        }
        return dropped;
    }

    private static void compare(String path, JsonNode sent, JsonNode answered, List<String> dropped) {
        sent.properties().forEach(field -> {
            String at = path + "." + field.getKey();
            JsonNode there = answered.path(field.getKey());
            if (there.isMissingNode()) {
                if (!isEmpty(field.getValue())) {
                    dropped.add(at);
                }
            } else if (field.getValue().isObject()) {
                compare(at, field.getValue(), there, dropped);
            } else if (field.getValue().isArray() && field.getValue().size() == there.size()) {
                for (int i = 0; i < there.size(); i++) {
                    compare(at + "[" + i + "]", field.getValue().get(i), there.get(i), dropped);
                }
            }
        });
    }

    public static boolean isEmpty(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> true;
            case BOOLEAN -> !value.booleanValue();
            case NUMBER -> value.doubleValue() == 0;
            case STRING -> ZEROES.contains(value.textValue());
            case ARRAY -> value.isEmpty();
            // a message that is there but empty is sent and answered as {}
            case OBJECT, POJO, BINARY -> false;
        };
    }
}
