package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/** The kind of an operation. Backrest marks it by the name of the field with the details. */
public enum OperationKind {
    BACKUP("operationBackup"),
    /**
     * A snapshot that Backrest indexed. The operation stays after the snapshot was removed, and is then marked as
     * forgotten.
     */
    INDEX_SNAPSHOT("operationIndexSnapshot"),
    FORGET("operationForget"),
    PRUNE("operationPrune"),
    CHECK("operationCheck"),
    RESTORE("operationRestore"),
    STATS("operationStats"),
    HOOK("operationRunHook"),
    COMMAND("operationRunCommand"),
    /** A kind that only newer versions of Backrest have. */
    OTHER("");

    private final String field;

    OperationKind(String field) {
        this.field = field;
    }

    static OperationKind of(JsonNode operation) {
        return Arrays.stream(values())
                .filter(kind -> operation.has(kind.field))
                .findFirst()
                .orElse(OTHER);
    }

    JsonNode details(JsonNode operation) {
        return operation.path(field);
    }
}
