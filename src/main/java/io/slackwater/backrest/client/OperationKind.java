package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.JsonNode;

/** The kind of an operation, by the field that holds its details. */
public enum OperationKind {
    BACKUP("operationBackup"),
    /** One snapshot that Backrest knows; it stays after a forget, marked as forgotten. */
    INDEX_SNAPSHOT("operationIndexSnapshot"),
    FORGET("operationForget"),
    PRUNE("operationPrune"),
    CHECK("operationCheck"),
    RESTORE("operationRestore"),
    STATS("operationStats"),
    HOOK("operationRunHook"),
    COMMAND("operationRunCommand"),
    /** An operation that only a newer Backrest has. */
    OTHER("");

    private final String field;

    OperationKind(String field) {
        this.field = field;
    }

    static OperationKind of(JsonNode operation) {
        for (OperationKind kind : values()) {
            if (!kind.field.isEmpty() && operation.has(kind.field)) {
                return kind;
            }
        }
        return OTHER;
    }

    JsonNode details(JsonNode operation) {
        return operation.path(field);
    }
}
