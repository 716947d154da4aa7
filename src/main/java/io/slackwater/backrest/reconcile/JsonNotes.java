package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** One JSON note of the journal. */
record JsonNotes<T>(ProvisioningMemory memory, String key, TypeReference<T> type, T empty) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    T read() {
        String text = memory.note(key).orElse("");
        try {
            return text.isEmpty() ? empty : JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal's note %s is damaged: %s".formatted(key, text), e);
        }
    }

    void write(T value) {
        try {
            memory.note(key, JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
