package io.slackwater.health;

/** Why a dataset has its health state. */
public enum HealthReason {
    /** The dataset's newest verified snapshot is as recent as the schedule requires. */
    FRESH(true),
    /** The dataset's newest verified snapshot is too old, or from the future. */
    STALE(false),
    /** Damaged data were found after the dataset's newest snapshot was verified, and the snapshot may contain them. */
    SUSPECTED_DAMAGE(false),
    /** The dataset's repository is missing, is another one or refuses its key, so nothing can be restored now. */
    NOT_RESTORABLE(false),
    /**
     * Slackwater cannot restore the dataset's newest verified snapshot, because the policy no longer has its
     * repository.
     */
    NO_REPOSITORY(false),
    /** The dataset has no verified snapshot. */
    NEVER(false),
    /** The dataset's plan is no longer in the policy. */
    NO_PLAN(false),
    /**
     * The dataset's plan is disabled, so no backup is expected. The newest snapshot is recent enough for the plan's
     * schedule.
     */
    DISABLED(true),
    /** The dataset's plan is disabled, so no backup is expected. The newest snapshot is missing or too old. */
    DISABLED_STALE(true),
    /**
     * The newest snapshot is recent enough, but no further backup is made until a wrong label of the dataset's container
     * is corrected.
     */
    MISLABELLED(false),
    /**
     * The dataset was removed together with its container, or a user acknowledged the removal. The snapshots are kept.
     */
    GONE(true),
    /** A database dump or another dataset now contains the dataset's data. The snapshots are kept. */
    COVERED(true),
    /**
     * The dataset was removed together with its container, and the last backup was too old even then. No user
     * acknowledged that.
     */
    GONE_STALE(false),
    /** The dataset disappeared although its container still exists. No user acknowledged that. */
    VANISHED(false),
    /** The dataset's container exists, but the policy's {@code projects} exclude it. No user acknowledged that. */
    OUT_OF_SCOPE(false);

    private final boolean up;

    HealthReason(boolean up) {
        this.up = up;
    }

    /** Whether the dataset's health check is up. */
    public boolean up() {
        return up;
    }

    /** Whether the dataset's plan is disabled. */
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
