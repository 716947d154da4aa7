package io.slackwater.backrest.client;

import java.util.Arrays;

/** The status of an operation in Backrest. */
public enum OperationStatus {
    /**
     * The operation is queued or planned. Backrest lists each enabled schedule as a pending operation in the future.
     */
    PENDING,
    INPROGRESS,
    SUCCESS,
    /** The backup ended with a snapshot, but restic could not read every file. */
    WARNING,
    ERROR,
    /** Backrest skipped the operation, for example because a hook with {@code ON_ERROR_CANCEL} failed. */
    SYSTEM_CANCELLED,
    USER_CANCELLED,
    /** The status is missing, or only newer versions of Backrest have it. Never counts as a success. */
    UNKNOWN;

    static OperationStatus of(String word) {
        return Arrays.stream(values())
                .filter(status -> word.equalsIgnoreCase("STATUS_" + status.name()))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** Whether the operation has ended. An unknown status counts as open. */
    public boolean ended() {
        return switch (this) {
            case SUCCESS, WARNING, ERROR, SYSTEM_CANCELLED, USER_CANCELLED -> true;
            case PENDING, INPROGRESS, UNKNOWN -> false;
        };
    }
}
