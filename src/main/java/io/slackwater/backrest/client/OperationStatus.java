package io.slackwater.backrest.client;

import java.util.Locale;

/** The status of an operation. */
public enum OperationStatus {
    /** Queued, or planned: every enabled schedule is a pending operation with a start in the future. */
    PENDING,
    INPROGRESS,
    SUCCESS,
    /** Ended with a snapshot, but restic could not read every file. */
    WARNING,
    ERROR,
    /** Skipped by Backrest, also after a hook with {@code ON_ERROR_CANCEL}. */
    SYSTEM_CANCELLED,
    USER_CANCELLED,
    /** Missing, or a status of a newer Backrest. Never a success. */
    UNKNOWN;

    static OperationStatus of(String word) {
        for (OperationStatus status : values()) {
            if (word.toUpperCase(Locale.ROOT).equals("STATUS_" + status.name())) {
                return status;
            }
        }
        return UNKNOWN;
    }

    /** Whether the operation is over. An unknown status is not over. */
    public boolean ended() {
        return switch (this) {
            case SUCCESS, WARNING, ERROR, SYSTEM_CANCELLED, USER_CANCELLED -> true;
            case PENDING, INPROGRESS, UNKNOWN -> false;
        };
    }
}
