package io.slackwater.health;

/** Why a dataset has its health state. */
public enum HealthReason {
    /** The newest verified snapshot is as recent as the schedule requires. */
    FRESH(true),
    /** The newest verified snapshot is too old, or from the future. */
    STALE(false),
    /** Damaged data were found after its newest snapshot was verified, and the snapshot may contain them. */
    SUSPECTED_DAMAGE(false),
    /** Its repository is missing, is another one or refuses its key, so nothing can be restored now. */
    NOT_RESTORABLE(false),
    /**
     * The newest verified snapshot is in a repository that is no longer in the policy, so Slackwater cannot restore it.
     */
    NO_REPOSITORY(false),
    /** It has no verified snapshot. */
    NEVER(false),
    /** Its plan is no longer in the policy. */
    NO_PLAN(false),
    /**
     * Its plan is disabled, so no backup is expected. Its newest snapshot is recent enough for the schedule of the
     * plan.
     */
    DISABLED(true),
    /** Its plan is disabled, so no backup is expected. Its newest snapshot is missing or too old. */
    DISABLED_STALE(true),
    /** It was removed together with its container, or a user acknowledged its removal. Its snapshots are kept. */
    GONE(true),
    /** A database dump or another dataset now contains its data. Its snapshots are kept. */
    COVERED(true),
    /**
     * It was removed together with its container, and its last backup was too old even then. No user acknowledged that.
     */
    GONE_STALE(false),
    /** It disappeared although its container still exists. No user acknowledged that. */
    VANISHED(false),
    /** Its container exists, but the policy's {@code projects} exclude it. No user acknowledged that. */
    OUT_OF_SCOPE(false);

    private final boolean up;

    HealthReason(boolean up) {
        this.up = up;
    }

    /** Whether the dataset's health check is up. */
    public boolean up() {
        return up;
    }

    /** Whether its plan is disabled. */
    public boolean disabled() {
        return this == DISABLED || this == DISABLED_STALE;
    }

    /** Whether no further backup of the dataset is expected. */
    public boolean over() {
        return this == GONE || this == COVERED;
    }

    /** Whether the dataset was backed up before and no longer exists, so that no run is expected. */
    public boolean missing() {
        return this == GONE || this == GONE_STALE || this == VANISHED || this == OUT_OF_SCOPE;
    }
}
