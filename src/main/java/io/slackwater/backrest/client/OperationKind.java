package io.slackwater.backrest.client;

import com.fasterxml.jackson.databind.JsonNode;

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
