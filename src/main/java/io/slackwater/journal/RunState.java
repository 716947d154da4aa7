package io.slackwater.journal;

/**
 * The states of a run.
 *
 * <pre>
 * QUEUED → CAPTURING → STORING → VERIFYING → SUCCEEDED
 *    ├──────────┴──────────┴──────────┴────→ FAILED
 *    ├─ from every open state ───────────→ UNVERIFIED   an attempt stored a snapshot, but none was verified
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
            case QUEUED, FAILED, UNVERIFIED, CANCELLED -> !ended();
            case CAPTURING -> this == QUEUED || this == CAPTURING;
            case STORING -> this == CAPTURING || this == STORING;
            case VERIFYING -> this == STORING || this == VERIFYING;
            case SUCCEEDED -> this == VERIFYING;
        };
    }

    public boolean ended() {
        return ordinal() >= SUCCEEDED.ordinal();
    }
}
