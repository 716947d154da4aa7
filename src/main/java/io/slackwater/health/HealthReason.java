package io.slackwater.health;

/** Why a dataset is as well backed up as it is. */
public enum HealthReason {
    /** A verified snapshot is as young as the schedule asks for. */
    FRESH(true),
    /** The newest verified snapshot is too old, or from the future. */
    STALE(false),
    /** Damaged data were found since its newest snapshot was verified, which may hold them. */
    IN_DOUBT(false),
    /** Its repository is gone, another one or refuses its key: nothing of it could be restored now. */
    NOT_RESTORABLE(false),
    /** Its newest verified snapshot is in a repository that is not in the policy any more: nothing of it could be restored by us. */
    NO_REPOSITORY(false),
    /** There is no verified snapshot. */
    NEVER(false),
    /** Its plan is not in the policy any more. */
    NO_PLAN(false),
    /** Its plan is switched off: nobody expects a backup. */
    DISABLED(true),
    /** It was removed with its workload, or a person said that its end is meant; its snapshots are kept. */
    GONE(true),
    /** It is not captured by itself any more: its data are in the dump of a database or in another dataset. Its snapshots are kept. */
    COVERED(true),
    /** It was removed with its workload, and had no fresh backup, or none, even before; nobody said that this is meant. */
    GONE_STALE(false),
    /** Its workload is there, or was when that was seen, and does not have it any more, and nobody said that this is meant. */
    VANISHED(false),
    /** Its container is there, and the policy's {@code projects} leave it out; nobody said that this is meant. */
    OUT_OF_SCOPE(false);

    private final boolean up;

    HealthReason(boolean up) {
        this.up = up;
    }

    /** Whether health calls this up. */
    public boolean up() {
        return up;
    }

    /** Whether nobody expects another backup of it, and none is missed. */
    public boolean over() {
        return this == GONE || this == COVERED;
    }

    /** Whether it was backed up and is not there now: no run of it is expected. */
    public boolean missing() {
        return this == GONE || this == GONE_STALE || this == VANISHED || this == OUT_OF_SCOPE;
    }
}
