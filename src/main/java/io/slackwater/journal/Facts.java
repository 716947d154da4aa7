package io.slackwater.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;

/** Converts the facts of a verified snapshot to and from the text of one column. */
final class Facts {

    private static final String NONE = "{}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Facts() {}

    static String text(Map<String, String> facts) {
        try {
            return facts.isEmpty() ? NONE : JSON.writeValueAsString(new TreeMap<>(facts));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("facts cannot be written as JSON: " + facts.keySet(), e);
        }
    }

    static Map<String, String> read(String text) {
        try {
            return text.equals(NONE) ? Map.of() : JSON.readValue(text, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new JournalException("The journal is damaged: a verified snapshot has invalid facts: " + text, e);
        }
    }
}
