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

    public boolean ended() {
        return ordinal() >= SUCCEEDED.ordinal();
    }
}
