package io.slackwater.journal;

/**
 * The states of a run.
 *
 * <pre>
 * QUEUED → CAPTURING → STORING → VERIFYING → SUCCEEDED
 *    │          │          │          ├────→ UNVERIFIED   stored, but not verified
 *    ├──────────┴──────────┴──────────┴────→ FAILED
 *    └─ from every open state ───────────→ CANCELLED
 * </pre>
 * A retry goes back from any open state to QUEUED.
 */
public enum RunState {
    QUEUED,
    CAPTURING,
    STORING,
    VERIFYING,
    SUCCEEDED,
    FAILED,
    UNVERIFIED,
    CANCELLED;

    /**
     * Whether the diagram has an arrow from this state to the next. Open states also lead to themselves, for changes of
     * other fields.
     */
    boolean leadsTo(RunState next) {
        return switch (next) {
            case QUEUED, FAILED, CANCELLED -> !ended();
            case CAPTURING -> this == QUEUED || this == CAPTURING;
            case STORING -> this == CAPTURING || this == STORING;
            case VERIFYING -> this == STORING || this == VERIFYING;
            case SUCCEEDED, UNVERIFIED -> this == VERIFYING;
        };
    }

    public boolean ended() {
        return ordinal() >= SUCCEEDED.ordinal();
    }
}
