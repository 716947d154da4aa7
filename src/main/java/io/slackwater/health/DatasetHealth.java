package io.slackwater.health;

import io.slackwater.journal.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How well a dataset is backed up at one moment. Immutable.
 *
 * @param plan empty when neither Docker nor the journal says
 * @param reason a sentence for a person at 3 a.m.
 * @param newest from when the data of its newest verified snapshot are that is still there
 * @param staleAt when that becomes too old; empty when there is none or no schedule
 * @param interval the time between the next two runs of its schedule
 * @param lastRun its last run that ended with a result: skipped and cancelled ones say nothing about a backup
 * @param lastSuccess its last run that ended with a verified snapshot
 * @param repository its plan's; empty when that is not known
 */
public record DatasetHealth(
        String dataset,
        String plan,
        State state,
        String reason,
        Optional<Instant> newest,
        Optional<Instant> staleAt,
        Optional<Duration> interval,
        Optional<RunRecord> lastRun,
        Optional<RunRecord> lastSuccess,
        Optional<String> repository) {

    /** Of one whose repository does not matter. */
    public DatasetHealth(
            String dataset,
            String plan,
            State state,
            String reason,
            Optional<Instant> newest,
            Optional<Instant> staleAt,
            Optional<Duration> interval,
            Optional<RunRecord> lastRun,
            Optional<RunRecord> lastSuccess) {
        this(dataset, plan, state, reason, newest, staleAt, interval, lastRun, lastSuccess, Optional.empty());
    }

    /** What is known of a dataset's backups. */
    public enum State {
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

        State(boolean up) {
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

        /** The word for people and JSON. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    public boolean up() {
        return state.up();
    }
}
