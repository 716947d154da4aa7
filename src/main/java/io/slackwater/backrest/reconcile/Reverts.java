package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The last reverts, newest first; they survive a restart. */
final class Reverts {

    /** More than a week of daily mistakes. */
    static final int MOST = 50;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOTE = "backrest.reverts";

    private final ProvisioningMemory memory;

    Reverts(ProvisioningMemory memory) {
        this.memory = memory;
    }

    /** @param change that reverted an edit */
    void add(Change change, Instant at) {
        List<Revert> all = new ArrayList<>(list());
        all.addFirst(new Revert(at, change.subject(), Revert.WHO, why(change), change.fields()));
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        all.stream().limit(MOST).forEach(revert -> json.add(json(revert)));
        memory.note(NOTE, json.toString());
    }

    private static String why(Change change) {
        if (change.fields().isEmpty()) {
            return change.subject().startsWith("plan ")
                    ? "Its dataset still exists, and Slackwater owns the plan of each dataset."
                    : "The policy still names this repository.";
        }
        return Entries.harms(change.fields().stream().map(FieldEdit::field).toList(), true)
                ? "A backup with this edit could store what nobody made consistent, or forget verified snapshots."
                : "Slackwater's policy decides these fields (policy.yml).";
    }

    List<Revert> list() {
        String text = memory.note(NOTE).orElse("");
        if (text.isEmpty()) {
            return List.of();
        }
        try {
            List<Revert> all = new ArrayList<>();
            JSON.readTree(text).forEach(one -> all.add(revert(one)));
            return List.copyOf(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "the journal's note %s is not what was written: %s".formatted(NOTE, text), e);
        }
    }

    private static ObjectNode json(Revert revert) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("at", revert.at().toString())
                .put("subject", revert.subject())
                .put("who", revert.who())
                .put("why", revert.why());
        ArrayNode fields = json.putArray("fields");
        revert.fields()
                .forEach(edit -> fields.addObject()
                        .put("field", edit.field())
                        .put("edited", edit.edited())
                        .put("restored", edit.restored()));
        return json;
    }

    private static Revert revert(JsonNode json) {
        List<FieldEdit> fields = new ArrayList<>();
        json.path("fields")
                .forEach(edit -> fields.add(new FieldEdit(
                        edit.path("field").asText(),
                        edit.path("edited").asText(),
                        edit.path("restored").asText())));
        return new Revert(
                Instant.parse(json.path("at").asText()),
                json.path("subject").asText(),
                json.path("who").asText(),
                json.path("why").asText(),
                fields);
    }
}
