package io.slackwater.backrest.client;

import java.util.Locale;

/** How far an operation of Backrest is. */
public enum OperationStatus {
    /** Queued, or planned: every enabled schedule is a pending operation with a start in the future. */
    PENDING,
    INPROGRESS,
    SUCCESS,
    /** Ended, a snapshot exists, but restic could not read everything. */
    WARNING,
    ERROR,
    /** Skipped by Backrest itself, also by a hook with {@code ON_ERROR_CANCEL}. */
    SYSTEM_CANCELLED,
    USER_CANCELLED,
    /** None, or a word of a newer Backrest. Never a success. */
    UNKNOWN;

    static OperationStatus of(String word) {
        for (OperationStatus status : values()) {
            if (word.toUpperCase(Locale.ROOT).equals("STATUS_" + status.name())) {
                return status;
            }
        }
        return UNKNOWN;
    }

    /** Whether nothing more will happen. An unknown status is not taken for an end. */
    public boolean ended() {
        return switch (this) {
            case SUCCESS, WARNING, ERROR, SYSTEM_CANCELLED, USER_CANCELLED -> true;
            case PENDING, INPROGRESS, UNKNOWN -> false;
        };
    }
}
